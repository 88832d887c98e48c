<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Form\DoctrineForm;
use Gestion\Model\Record;

/** Registrations: beyond the event's capacity people wait; attendance is noted in batches. */
final class inscriptionActions extends AdminActions
{
    protected function saved(DoctrineForm $form): Record
    {
        $record = parent::saved($form);
        $event = $this->store->related($record, 'Evenement');
        $capacity = (int) ($event?->get('capacite') ?? 0);
        if ($record->get('statut') === 'inscrit' && $capacity > 0 && $this->seatsTaken($record) > $capacity) {
            $record->set('statut', 'liste_attente');
            $this->store->save($record);
        }

        return $record;
    }

    private function seatsTaken(Record $record): int
    {
        return (int) $this->store->database->value(
            "SELECT COALESCE(SUM(1 + conjoint + nb_enfants), 0) FROM inscription WHERE evenement_id = ? AND statut IN ('inscrit', 'present')",
            [$record->get('evenement_id')],
        );
    }

    /** @param list<Record> $records */
    protected function executeBatchPresent(array $records): void
    {
        $this->noteAttendance($records, 'present');
    }

    /** @param list<Record> $records */
    protected function executeBatchAbsent(array $records): void
    {
        $this->noteAttendance($records, 'absent');
    }

    /**
     * Attendance exists only once the event has begun.
     *
     * @param list<Record> $records
     */
    private function noteAttendance(array $records, string $status): void
    {
        $count = 0;
        foreach ($records as $record) {
            $event = $this->store->related($record, 'Evenement');
            if ($event !== null && strtotime($event->text('debut')) <= time()) {
                $record->set('statut', $status);
                $this->store->save($record);
                ++$count;
            }
        }
        $this->user->setFlash('notice', sprintf('%d inscription(s) sur %d : « %s ».', $count, count($records), $status));
    }
}
