<?php

declare(strict_types=1);

use Gestion\Model\Record;
use Gestion\Model\Store;

/** A request turned into the file of a newcomer or of a company, once. */
final class Conversion
{
    public function __construct(private readonly Store $store)
    {
    }

    /** @return array{Record, bool} the file, and whether it was made now */
    public function convert(Record $demand): array
    {
        return $this->store->database->transaction(function () use ($demand): array {
            $row = $this->store->database->row('SELECT arrivant_id, entreprise_id FROM demande WHERE id = ? FOR UPDATE', [$demand->id()]);
            $known = $this->store->find('Arrivant', $row['arrivant_id'] ?? null) ?? $this->store->find('Entreprise', $row['entreprise_id'] ?? null);
            if ($known !== null) {
                return [$known, false];
            }
            $isCompany = $demand->get('type') === 'entreprise';
            $file = $isCompany ? $this->company($demand) : $this->newcomer($demand);
            $demand->fill([
                $isCompany ? 'entreprise_id' : 'arrivant_id' => $file->id(),
                'statut' => 'traitee',
                'traitee_le' => date('Y-m-d H:i:s'),
            ]);
            $this->store->save($demand);

            return [$file, true];
        });
    }

    private function company(Record $demand): Record
    {
        $company = $this->store->fresh('Entreprise');
        $company->fill([
            'raison_sociale' => $demand->text('societe') !== '' ? $demand->text('societe') : $demand->text('nom'),
            'telephone' => $demand->get('telephone'),
        ]);
        $this->store->save($company);
        $contact = $this->store->fresh('EntrepriseContact');
        $contact->fill(array_intersect_key($demand->values(), array_flip(['civilite', 'nom', 'prenom', 'email', 'telephone'])));
        $contact->fill(['entreprise_id' => $company->id(), 'principal' => true]);
        $this->store->save($contact);

        return $company;
    }

    private function newcomer(Record $demand): Record
    {
        $newcomer = $this->store->fresh('Arrivant');
        $newcomer->fill(array_intersect_key($demand->values(), array_flip(['nom', 'prenom', 'email', 'telephone'])));
        $newcomer->fill([
            'prenom' => $demand->text('prenom'),
            'civilite' => in_array($demand->get('civilite'), ['M', 'Mme'], true) ? $demand->get('civilite') : null,
            'conseiller_id' => $demand->get('affectee_a'),
            'source' => $demand->get('origine') === 'telephone' ? 'telephone' : 'formulaire',
            'consentement_rgpd' => $demand->get('consentement'),
            'notes' => $demand->get('message'),
        ]);
        FileNumber::give($this->store, $newcomer);

        return $newcomer;
    }
}
