<?php

declare(strict_types=1);

use Gestion\Model\Record;
use Gestion\Model\Store;

/** Who may be invited to an event, and the invitations themselves. */
final class Invitations
{
    public function __construct(private readonly Store $store, private readonly Record $event)
    {
    }

    /**
     * Households settled for less than a year on the day of the event, who agreed to be written to and are not registered.
     *
     * @return list<Record>
     */
    public function eligible(): array
    {
        $day = substr($this->event->text('debut'), 0, 10);

        return $this->store->query('Arrivant')
            ->where("a.statut NOT IN ('clos', 'abandonne')")
            ->where('a.consentement_rgpd = 1')
            ->where('a.date_installation <= ? AND a.date_installation > DATE_SUB(?, INTERVAL 1 YEAR)', $day, $day)
            ->where('NOT EXISTS (SELECT 1 FROM inscription i WHERE i.arrivant_id = a.id AND i.evenement_id = ?)', $this->event->id())
            ->order('nom')
            ->order('prenom')
            ->all();
    }

    /**
     * Invites those of the given who may be; the others are left out.
     *
     * @param list<string> $ids
     */
    public function invite(array $ids): int
    {
        $count = 0;
        foreach ($this->eligible() as $guest) {
            if (in_array($guest->id(), $ids, true)) {
                $this->inviteOne($guest);
                ++$count;
            }
        }

        return $count;
    }

    private function inviteOne(Record $guest): void
    {
        $invitation = $this->store->fresh('Inscription');
        $invitation->fill(['evenement_id' => $this->event->id(), 'arrivant_id' => $guest->id(), 'statut' => 'invite']);
        $this->store->save($invitation);
        if ($guest->text('email') !== '') {
            $body = "Bonjour {$guest->text('prenom')},\r\n\r\nNous serions heureux de vous accueillir : {$this->event->text('titre')}, "
                . Gestion\View\Dates::format($this->event->text('debut'), 'f', 'fr') . ", {$this->event->text('lieu')}.";
            Mailer::send($guest->text('email'), 'Invitation : ' . $this->event->text('titre'), $body);
        }
    }
}
