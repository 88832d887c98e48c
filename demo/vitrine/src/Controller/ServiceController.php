<?php

declare(strict_types=1);

namespace Vitrine\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

/** What the service does, one written page each; the page for expatriates also exists in English. */
final class ServiceController extends AbstractController
{
    /** Slug → title and the line shown on the home page. */
    public const PAGES = [
        'logement' => ['Trouver un logement', 'Une recherche suivie, des visites accompagnées.'],
        'ecoles-et-garde' => ['Écoles et garde d\'enfants', 'Les places, les inscriptions, les contacts utiles.'],
        'emploi-du-conjoint' => ['Emploi du conjoint', 'Un réseau d\'entreprises et un suivi personnel.'],
        'expatries' => ['Venir de l\'étranger', 'Titre de séjour, santé, banque : pas à pas.'],
        'entreprises' => ['Vous recrutez', 'Un accueil offert aux salariés de vos équipes.'],
    ];

    private const IN_ENGLISH = ['expatries'];

    public function __invoke(Request $request, string $slug): Response
    {
        if (!isset(self::PAGES[$slug])) {
            throw $this->createNotFoundException("Pas de service « $slug ».");
        }
        $isEnglish = 'en' === $request->getLocale() && \in_array($slug, self::IN_ENGLISH, true);

        return $this->render('service/'.$slug.($isEnglish ? '.en' : '').'.html.twig', [
            'slug' => $slug,
            'title' => self::PAGES[$slug][0],
            'services' => self::PAGES,
        ]);
    }
}
