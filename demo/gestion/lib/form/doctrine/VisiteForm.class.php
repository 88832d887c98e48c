<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;
use Gestion\Form\Validator\Number;

/** A visit: it ends after it begins, and neither the companion nor the home is taken at that time. */
final class VisiteForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('note', new Number(false, true, 0, 5));
    }

    protected function postValidated(array $values): array
    {
        $begin = $values['debut'] ?? null;
        $end = $values['fin'] ?? null;
        if ($begin !== null && $end !== null && $end <= $begin) {
            $this->addError('fin', new ValidationFault('La fin doit suivre le début.'));
        } elseif ($begin !== null && ($values['statut'] ?? '') !== 'annulee') {
            foreach (['accompagnateur_id' => 'Cette personne accompagne déjà une visite à cette heure.', 'logement_id' => 'Ce logement est déjà visité à cette heure.'] as $column => $message) {
                if (isset($values[$column]) && $this->overlaps($column, $values[$column], $begin, $end ?? $begin)) {
                    $this->addError($column, new ValidationFault($message));
                }
            }
        }

        return parent::postValidated($values);
    }

    private function overlaps(string $column, string $value, string $begin, string $end): bool
    {
        return $this->context->store->query('Visite')
            ->equals($column, $value)
            ->where("a.statut <> 'annulee'")
            ->where('a.id <> ?', $this->record->isNew() ? 0 : $this->record->id())
            ->where('a.debut < ? AND COALESCE(a.fin, a.debut) > ?', max($end, $begin), $begin)
            ->count() > 0;
    }
}
