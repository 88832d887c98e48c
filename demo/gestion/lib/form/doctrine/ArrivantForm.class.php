<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;
use Gestion\Form\Validator\Text;

/** A newcomer: countries by their two letters, dates in an order that life allows. */
final class ArrivantForm extends DoctrineForm
{
    /** States in the order a file goes through them; a file may be given up at any time. */
    private const PROGRESS = ['contact', 'en_cours', 'installe', 'clos'];

    protected function configure(): void
    {
        foreach (['nationalite', 'origine_pays'] as $country) {
            $this->setValidator($country, new Text(false, 2, null, '/^[A-Z]{2}$/', invalid: 'Deux lettres majuscules sont attendues, par exemple FR.'));
        }
    }

    protected function postValidated(array $values): array
    {
        if (isset($values['date_arrivee'], $values['date_installation']) && $values['date_installation'] < $values['date_arrivee']) {
            $this->addError('date_installation', new ValidationFault("L'installation ne peut pas précéder l'arrivée."));
        }
        if (isset($values['date_naissance']) && $values['date_naissance'] > date('Y-m-d')) {
            $this->addError('date_naissance', new ValidationFault('La date de naissance doit être passée.'));
        }

        $this->checkProgress((string) ($values['statut'] ?? ''));

        return parent::postValidated($values);
    }

    /** Files go forwards, but for administrators; a file with open steps is not closed. */
    private function checkProgress(string $status): void
    {
        $from = array_search($this->record->get('statut'), self::PROGRESS, true);
        $to = array_search($status, self::PROGRESS, true);
        if (!$this->isNew() && $from !== false && $to !== false && $to < $from && !Role::is($this->context, 'administrateur')) {
            $this->addError('statut', new ValidationFault('Seul un administrateur peut revenir à un statut antérieur.'));
        }
        if ($status === 'clos' && $this->record->get('statut') !== 'clos' && $this->openSteps() > 0) {
            $this->addError('statut', new ValidationFault('Des démarches restent à faire : le dossier ne peut pas être clos.'));
        }
    }

    private function openSteps(): int
    {
        return (int) $this->context->store->database->value(
            "SELECT COUNT(*) FROM demarche d JOIN accompagnement p ON p.id = d.accompagnement_id
             WHERE p.arrivant_id = ? AND d.statut IN ('a_faire', 'en_cours')",
            [$this->isNew() ? 0 : $this->record->id()],
        );
    }
}
