<?php

declare(strict_types=1);

namespace Vitrine\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Routing\Generator\UrlGeneratorInterface;
use Vitrine\Repository\Agenda;
use Vitrine\Repository\Territory;

/** What search engines read. */
final class SitemapController extends AbstractController
{
    private const PLAIN = ['home', 'territory', 'agenda', 'contact', 'legal'];

    public function sitemap(Request $request, Territory $territory, Agenda $agenda): Response
    {
        $places = [...array_keys(TerritoryController::THEMES), ...$territory->slugs()];
        $urls = [
            ...array_map(fn (string $route): string => $this->absolute($route), self::PLAIN),
            ...$this->each('service', array_keys(ServiceController::PAGES)),
            ...$this->each('territory_place', $places),
            ...$this->each('agenda_event', $agenda->comingSlugs(new \DateTimeImmutable('today'))),
        ];
        $response = $this->render('sitemap.xml.twig', ['urls' => $urls], new Response('', 200, ['Content-Type' => 'application/xml; charset=UTF-8']));
        $response->setPublic()->setMaxAge(3600)->setEtag(md5((string) $response->getContent()));
        $response->isNotModified($request);

        return $response;
    }

    public function robots(): Response
    {
        $lines = ['User-agent: *', 'Disallow: /espace', 'Disallow: /langue/', 'Sitemap: '.$this->absolute('sitemap'), ''];
        $response = new Response(implode("\n", $lines), 200, ['Content-Type' => 'text/plain; charset=UTF-8']);

        return $response->setPublic()->setMaxAge(3600);
    }

    /** @return list<string> */
    private function each(string $route, array $slugs): array
    {
        return array_map(fn (string $slug): string => $this->absolute($route, ['slug' => $slug]), $slugs);
    }

    private function absolute(string $route, array $values = []): string
    {
        return $this->generateUrl($route, $values, UrlGeneratorInterface::ABSOLUTE_URL);
    }
}
