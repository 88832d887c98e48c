<?php

declare(strict_types=1);

// The menu: for each credential, the routes it opens and their labels.
return [
    'referentiels' => [
        'communes' => 'Communes',
        'quartiers' => 'Quartiers',
        'etablissements' => 'Établissements',
        'modes_garde' => 'Modes de garde',
        'demarche_types' => 'Types de démarche',
        'partenaires' => 'Partenaires',
    ],
    'demandes' => ['demandes' => 'Demandes'],
    'arrivants' => ['arrivants' => 'Arrivants'],
    'entreprises' => ['entreprises' => 'Entreprises'],
    'evenements' => ['evenements' => 'Évènements', 'inscriptions' => 'Inscriptions'],
    'logements' => ['logements' => 'Logements', 'recherches' => 'Recherches', 'visites' => 'Visites'],
    'emploi' => ['offres' => 'Offres', 'candidatures' => 'Candidatures'],
    'accompagnements' => ['accompagnements' => 'Accompagnements', 'demarches' => 'Démarches'],
    'implantations' => ['implantations' => 'Implantations'],
    'statistiques' => ['statistiques' => 'Statistiques', 'exports' => 'Exports'],
    'rgpd' => ['rgpd' => 'RGPD'],
    'comptes' => ['sf_guard_user' => 'Utilisateurs', 'sf_guard_group' => 'Groupes', 'sf_guard_permission' => 'Permissions'],
];
