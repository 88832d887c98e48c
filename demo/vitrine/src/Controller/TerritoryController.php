<?php

declare(strict_types=1);

namespace Vitrine\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Response;
use Vitrine\Repository\Territory;

/** The territory: written pages on a theme, and one page a commune. */
final class TerritoryController extends AbstractController
{
    /** Slug of a written page → its title; they come before communes of the same slug. */
    public const THEMES = [
        'cadre-de-vie' => 'Le cadre de vie',
        'transports' => 'Se déplacer',
        'economie' => "L'économie du territoire",
    ];

    public function __construct(private Territory $territory)
    {
    }

    public function index(): Response
    {
        return $this->render('territory/index.html.twig', [
            'bodies' => $this->territory->communesByBody(),
            'themes' => self::THEMES,
        ]);
    }

    public function place(string $slug): Response
    {
        if (isset(self::THEMES[$slug])) {
            return $this->render("territory/$slug.html.twig", ['title' => self::THEMES[$slug], 'themes' => self::THEMES, 'slug' => $slug]);
        }
        $commune = $this->territory->commune($slug) ?? throw $this->createNotFoundException("Pas de commune « $slug ».");
        $id = (int) $commune['id'];

        return $this->render('territory/commune.html.twig', [
            'commune' => $commune,
            'neighbourhoods' => $this->territory->neighbourhoods($id),
            'schools' => $this->territory->schools($id),
            'childcare' => $this->territory->childcare($id),
        ]);
    }
}
