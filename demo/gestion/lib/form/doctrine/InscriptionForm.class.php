<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\ValidationFault;
use Gestion\Form\Validator\Number;

/**
 * A registration: one for each household and event.
 *
 * The check reads before it writes, without a lock: two posts at once both pass, as they did.
 */
final class InscriptionForm extends DoctrineForm
{
    protected function configure(): void
    {
        $this->setValidator('nb_enfants', new Number(false, true, 0, 12));
    }

    protected function postValidated(array $values): array
    {
        $event = $values['evenement_id'] ?? $this->record->get('evenement_id');
        if (isset($values['arrivant_id']) && $event !== null) {
            $other = $this->context->store->query('Inscription')
                ->equals('evenement_id', $event)
                ->equals('arrivant_id', $values['arrivant_id'])
                ->where('a.id <> ?', $this->record->isNew() ? 0 : $this->record->id())
                ->first();
            if ($other !== null) {
                $this->addError('arrivant_id', new ValidationFault('Ce foyer est déjà inscrit à cet évènement.'));
            }
        }

        return parent::postValidated($values);
    }
}
