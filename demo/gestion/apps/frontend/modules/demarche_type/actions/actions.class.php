<?php

declare(strict_types=1);

use Gestion\Admin\AdminActions;
use Gestion\Http\Request;

/** Kinds of administrative step: the generated admin, and an action that moves one up. */
final class demarche_typeActions extends AdminActions
{
    /** Exchanges the order of a kind and of the one before it. */
    public function executeListMonter(Request $request): never
    {
        $type = $this->object();
        $previous = $this->store->query('DemarcheType')->where('a.ordre < ?', $type->get('ordre'))->order('ordre', 'desc')->first();
        if ($previous !== null) {
            $order = $type->get('ordre');
            $type->set('ordre', $previous->get('ordre'));
            $previous->set('ordre', $order);
            $this->store->save($type);
            $this->store->save($previous);
        }
        $this->user->setFlash('notice', "L'ordre des démarches a été modifié.");
        $this->redirect($this->configuration()->route('list'));
    }
}
