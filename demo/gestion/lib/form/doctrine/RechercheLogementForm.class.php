<?php

declare(strict_types=1);

use Gestion\Form\DoctrineForm;
use Gestion\Form\Validator\Number;
use Gestion\Model\Labels;

/** A search: the communes wanted are a serialized array of their ids. */
final class RechercheLogementForm extends DoctrineForm
{
    protected function configure(): void
    {
        $store = $this->context->store;
        $this->offerSeveral('communes', static fn (): array => Labels::choices($store, 'Commune'));
        $this->setValidator('budget_max', new Number(false, false, 0));
        $this->setValidator('surface_min', new Number(false, true, 0));
    }
}
