<?php

declare(strict_types=1);

namespace Gestion\View;

/** The sf_admin messages: keys are the English texts, French ones beside them. */
final class Catalogue
{
    private const FRENCH = [
        'New' => 'Nouveau',
        'Edit' => 'Modifier',
        'Delete' => 'Supprimer',
        'Save' => 'Mettre à jour',
        'Save and add' => 'Mettre à jour et ajouter',
        'Choose an action' => 'Choisir une action',
        'go' => 'ok',
        'Back to list' => 'Retour à la liste',
        'Reset' => 'Effacer',
        'Filter' => 'Filtrer',
        'No result' => 'Aucun résultat.',
        'Actions' => 'Actions',
        'First page' => 'Première page',
        'Previous page' => 'Page précédente',
        'Next page' => 'Page suivante',
        'Last page' => 'Dernière page',
        'The item was created successfully.' => "L'objet a été ajouté avec succès.",
        'The item was updated successfully.' => "L'objet a été mis à jour avec succès.",
        'The item was created successfully. You can add another one below.' => "L'objet a été ajouté avec succès. Vous pouvez en ajouter un autre.",
        'The item was updated successfully. You can add another one below.' => "L'objet a été mis à jour avec succès. Vous pouvez en ajouter un autre.",
        'The item has not been saved due to some errors.' => "L'objet n'a pu être mis à jour.",
        'The item was deleted successfully.' => "L'objet a été supprimé avec succès.",
        'You must at least select one item.' => 'Vous devez au moins sélectionner un objet.',
        'You must select an action to execute on the selected items.' => 'Vous devez sélectionner une action à exécuter sur les objets sélectionnés.',
        'A problem occurs when deleting the selected items as some items do not exist anymore.' => "Un problème est survenu lors de la suppression des objets sélectionnés car certains objets n'existent plus.",
        'The selected items have been deleted successfully.' => 'Les objets sélectionnés ont été supprimés avec succès.',
        'A problem occurs when deleting the selected items.' => 'Un problème est survenu lors de la suppression des objets sélectionnés.',
        'is empty' => 'est vide',
        'yes or no' => 'oui ou non',
        'yes' => 'oui',
        'no' => 'non',
        'from %from_date%<br />to %to_date%' => 'du %from_date%<br />au %to_date%',
        'Are you sure?' => 'Etes-vous sûr ?',
        'Checked' => 'Activé',
        'no result' => 'aucun résultat',
        '1 result' => '1 résultat',
        '%1% results' => '%1% résultats',
        'Required.' => 'Champ requis.',
        'Invalid.' => 'Valeur invalide.',
        '"%value%" is not an integer.' => "« %value% » n'est pas un nombre entier.",
        '"%value%" is not a number.' => "« %value% » n'est pas un nombre.",
        '"%value%" must be at least %min%.' => '« %value% » doit être au moins %min%.',
        '"%value%" must be at most %max%.' => '« %value% » doit être au plus %max%.',
        '"%value%" is too long (%max_length% characters max).' => '« %value% » est trop long (%max_length% caractères au plus).',
        '"%value%" is too short (%min_length% characters min).' => '« %value% » est trop court (%min_length% caractères au moins).',
        'An object with the same "%column%" already exist.' => 'Un objet avec le même « %column% » existe déjà.',
        'CSRF attack detected.' => 'Attaque CSRF détectée.',
        'Unexpected extra form field named "%field%".' => 'Champ supplémentaire inattendu « %field% ».',
        'The begin date must be before the end date.' => 'La date de début doit précéder la date de fin.',
        'The username and/or password is invalid.' => 'Identifiant ou mot de passe incorrect.',
        'Username or E-Mail' => 'Identifiant ou courriel',
        'Password' => 'Mot de passe',
        'Remember' => 'Se souvenir de moi',
        'Signin' => 'Se connecter',
        'Signout' => 'Se déconnecter',
        'Forgot your password?' => 'Mot de passe oublié ?',
    ];

    /** @param array<int|string, string> $values replacements, by placeholder */
    public function message(string $message, string $culture, array $values = []): string
    {
        $text = str_starts_with($culture, 'fr') ? self::FRENCH[$message] ?? $message : $message;

        return $values === [] ? $text : strtr($text, $values);
    }

    public function resultCount(int $count, string $culture): string
    {
        return match ($count) {
            0 => $this->message('no result', $culture),
            1 => $this->message('1 result', $culture),
            default => $this->message('%1% results', $culture, ['%1%' => (string) $count]),
        };
    }
}
