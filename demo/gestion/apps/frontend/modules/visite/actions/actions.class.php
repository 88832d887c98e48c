<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Control\View;
use Gestion\Http\Request;
use Gestion\Model\Record;

/** Visits of homes: the generated admin and the planning of a week. */
final class visiteActions extends AdminActions
{
    /** The visits of a week, `semaine` being 2026-W47; this week when it is missing or means nothing. */
    public function executePlanning(Request $request): View
    {
        $monday = new DateTimeImmutable('monday this week');
        if (preg_match('/^(\d{4})-W(\d{2})$/', $request->text('semaine'), $week) === 1) {
            $monday = (new DateTimeImmutable('today'))->setISODate((int) $week[1], (int) $week[2]);
        }
        $visits = $this->scopedQuery()
            ->where('a.debut >= ? AND a.debut < ?', $monday->format('Y-m-d'), $monday->modify('+7 days')->format('Y-m-d'))
            ->order('debut')
            ->all();
        $days = [];
        for ($day = 0; $day < 7; ++$day) {
            $date = $monday->modify("+$day days")->format('Y-m-d');
            $days[$date] = array_values(array_filter($visits, static fn (Record $visit): bool => str_starts_with($visit->text('debut'), $date)));
        }
        $this->context->title = 'Planning des visites';

        return $this->view('planningSuccess', ['days' => $days, 'monday' => $monday]);
    }

    /** @param list<Record> $records */
    protected function executeBatchAnnuler(array $records): void
    {
        foreach ($records as $record) {
            $record->set('statut', 'annulee');
            $this->store->save($record);
        }
        $this->user->setFlash('notice', sprintf('%d visite(s) annulée(s).', count($records)));
    }
}
