<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;

/** A support file: for a newcomer or for a company, and only one of them. */
final class AccompagnementForm extends DoctrineForm
{
    protected function postValidated(array $values): array
    {
        if (isset($values['arrivant_id']) === isset($values['entreprise_id'])) {
            $this->addError('arrivant_id', new ValidationFault('Indiquez un arrivant ou une entreprise, et un seul des deux.'));
        }
        if (isset($values['ouvert_le'], $values['clos_le']) && $values['clos_le'] < $values['ouvert_le']) {
            $this->addError('clos_le', new ValidationFault("La clôture ne peut pas précéder l'ouverture."));
        }

        if (isset($values['clos_le']) && trim((string) ($values['bilan'] ?? '')) === '' && $this->openSteps() > 0) {
            $this->addError('bilan', new ValidationFault('Des démarches restent à faire : dites pourquoi le dossier est clos.'));
        }

        return parent::postValidated($values);
    }

    private function openSteps(): int
    {
        return $this->context->store->query('Demarche')
            ->equals('accompagnement_id', $this->isNew() ? 0 : $this->record->id())
            ->in('statut', ['a_faire', 'en_cours'])
            ->count();
    }
}
