<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Http\Request;
use Gestion\Model\Labels;
use Gestion\Model\Record;
use Gestion\View\Dates;
use Gestion\View\Pdf;

/** Support files: the generated admin, the checklist of steps, and a summary as PDF. */
final class accompagnementActions extends AdminActions
{
    protected function computed(string $name, Record $record): ?string
    {
        return $name !== 'reste_a_faire' ? null : $this->store->database->value(
            "SELECT COUNT(*) FROM demarche WHERE accompagnement_id = ? AND statut IN ('a_faire', 'en_cours')",
            [$record->id()],
        );
    }

    /** Adds the steps that are missing, each due at the opening plus the kind's delay, on a working day. */
    public function executeListDemarches(Request $request): never
    {
        $file = $this->object();
        $count = 0;
        foreach ($this->store->query('DemarcheType')->order('ordre')->all() as $type) {
            $known = $this->store->query('Demarche')->equals('accompagnement_id', $file->id())->equals('demarche_type_id', $type->id())->first();
            if ($known === null) {
                $step = $this->store->fresh('Demarche');
                $step->fill(['accompagnement_id' => $file->id(), 'demarche_type_id' => $type->id(), 'echeance' => $this->dueDate($file, $type)]);
                $this->store->save($step);
                ++$count;
            }
        }
        $this->user->setFlash('notice', "$count démarche(s) préparée(s).");
        $this->redirect($this->configuration()->route('list'));
    }

    private function dueDate(Record $file, Record $type): string
    {
        $opening = $file->text('ouvert_le') === '' ? 'today' : $file->text('ouvert_le');
        $due = new DateTimeImmutable($opening . ' +' . (int) $type->text('delai_jours') . ' days');
        while ((int) $due->format('N') > 5) {
            $due = $due->modify('+1 day');
        }

        return $due->format('Y-m-d');
    }

    public function executeFiche(Request $request): null
    {
        $file = $this->object();
        $client = $this->store->related($file, 'Arrivant') ?? $this->store->related($file, 'Entreprise');
        $lines = [
            'Bénéficiaire : ' . ($client === null ? '' : Labels::of($client)),
            'Type : ' . $file->text('type'),
            'Ouvert le : ' . Dates::format($file->text('ouvert_le'), 'dd/MM/yyyy', 'fr'),
            'Clos le : ' . Dates::format($file->text('clos_le'), 'dd/MM/yyyy', 'fr'),
            '',
        ];
        foreach ($this->store->query('Demarche')->equals('accompagnement_id', $file->id())->order('echeance')->all() as $step) {
            $type = $this->store->related($step, 'DemarcheType');
            $due = Dates::format($step->text('echeance'), 'dd/MM/yyyy', 'fr');
            $lines[] = sprintf('[%s] %s (échéance %s)', $step->text('statut'), $type?->text('libelle'), $due);
        }

        return $this->download(Pdf::document("Accompagnement n° {$file->id()}", $lines), 'application/pdf', "accompagnement-{$file->id()}.pdf");
    }

    /** @param list<Record> $records */
    protected function executeBatchClore(array $records): void
    {
        $count = 0;
        foreach ($records as $record) {
            if ($this->computed('reste_a_faire', $record) === '0' && $record->get('clos_le') === null) {
                $record->set('clos_le', date('Y-m-d'));
                $this->store->save($record);
                ++$count;
            }
        }
        $this->user->setFlash('notice', sprintf('%d accompagnement(s) clos sur %d : ceux qui ont des démarches à faire restent ouverts.', $count, count($records)));
    }
}
