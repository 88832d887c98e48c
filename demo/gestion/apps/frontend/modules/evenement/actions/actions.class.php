<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Admin\Children;
use Gestion\Control\View;
use Gestion\Http\Request;
use Gestion\Model\Record;
use Gestion\View\Calendar;
use Gestion\View\Dates;
use Gestion\View\Pdf;

/** Events: the generated admin, registrations, invitations, the attendance sheet and the calendar file. */
final class evenementActions extends AdminActions
{
    protected function computed(string $name, Record $record): ?string
    {
        return $name !== 'inscrits' ? null : $this->store->database->value(
            "SELECT COUNT(*) FROM inscription WHERE evenement_id = ? AND statut IN ('inscrit', 'present')",
            [$record->id()],
        );
    }

    public function executeInscriptions(Request $request): View
    {
        $event = $this->object();
        $labels = ['arrivant_id' => 'Arrivant (numéro de fiche)', 'conjoint' => 'Avec conjoint', 'nb_enfants' => 'Enfants'];
        $children = new Children(
            $this->context,
            $event,
            'Inscription',
            'evenement_id',
            ['Arrivant', 'statut', 'conjoint', 'nb_enfants', 'commentaire'],
            ['arrivant_id', 'conjoint', 'nb_enfants', 'statut', 'commentaire'],
            $labels,
        );

        return $this->childrenPage($children, 'evenement_inscriptions', "Inscriptions : {$event->text('titre')}", $event);
    }

    /** Shows who may be invited; on a POST invites those who were ticked, once each. */
    public function executeInviter(Request $request): View
    {
        $event = $this->object();
        $guests = new Invitations($this->store, $event);
        if ($request->isMethod('post')) {
            $this->checkCsrfProtection();
            $ids = array_filter((array) $request->parameter('ids', []), is_scalar(...));
            $count = $guests->invite(array_map(strval(...), $ids));
            $this->user->setFlash('notice', "$count invitation(s) envoyée(s).");
            $this->redirect("@evenement_inscriptions?id={$event->id()}");
        }
        $this->context->title = "Inviter : {$event->text('titre')}";

        return $this->view('inviterSuccess', ['event' => $event, 'guests' => $guests->eligible()]);
    }

    public function executeEmargement(Request $request): null
    {
        $event = $this->object();
        $rows = $this->store->database->rows(
            "SELECT a.nom, a.prenom, i.conjoint, i.nb_enfants FROM inscription i JOIN arrivant a ON a.id = i.arrivant_id
             WHERE i.evenement_id = ? AND i.statut IN ('inscrit', 'present') AND a.deleted_at IS NULL ORDER BY a.nom, a.prenom, i.id",
            [$event->id()],
        );
        $lines = [Dates::format($event->text('debut'), 'f', 'fr') . ' - ' . $event->text('lieu'), ''];
        foreach ($rows as $row) {
            $people = 1 + (int) $row['conjoint'] + (int) $row['nb_enfants'];
            $lines[] = sprintf('%s %s (%d)   ____________________', $row['nom'], $row['prenom'], $people);
        }

        return $this->download(Pdf::document('Émargement : ' . $event->text('titre'), $lines), 'application/pdf', "emargement-{$event->id()}.pdf");
    }

    public function executeCalendrier(Request $request): null
    {
        $event = $this->object();
        $file = Calendar::file([
            'uid' => "evenement-{$event->id()}@gestion.cci-valmont.example",
            'stamp' => $event->text('updated_at'),
            'start' => $event->text('debut'),
            'end' => $event->text('fin'),
            'summary' => $event->text('titre'),
            'location' => $event->text('lieu'),
            'description' => $event->text('description'),
        ]);

        return $this->download($file, 'text/calendar', "evenement-{$event->id()}.ics");
    }

    /** @param list<Record> $records */
    protected function executeBatchPublier(array $records): void
    {
        $this->publish($records, true);
    }

    /** @param list<Record> $records */
    protected function executeBatchDepublier(array $records): void
    {
        $this->publish($records, false);
    }

    /** @param list<Record> $records */
    private function publish(array $records, bool $published): void
    {
        foreach ($records as $record) {
            $record->set('publie', $published);
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d évènement(s) %s.', count($records), $published ? 'publié(s)' : 'dépublié(s)'));
    }
}
