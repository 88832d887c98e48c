<?php

declare(strict_types=1);

// The menu: for each credential, the routes it opens and their labels.
return [
    'comptes' => [
        'parametres' => 'Paramètres',
        'journal' => 'Journal',
    ],
];
