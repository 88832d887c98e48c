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
];
