<?php

declare(strict_types=1);

namespace Vitrine\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\RedirectResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Vitrine\Repository\Agenda;
use Vitrine\Repository\Territory;

/** The home page, the legal notice and the choice of language. */
final class HomeController extends AbstractController
{
    public function __invoke(Agenda $agenda, Territory $territory): Response
    {
        return $this->render('home.html.twig', [
            'events' => $agenda->coming(new \DateTimeImmutable(), 3),
            'towns' => $territory->largest(4),
            'services' => ServiceController::PAGES,
        ]);
    }

    public function legal(): Response
    {
        return $this->render('legal.html.twig');
    }

    /** Keeps the language in the session and goes back to the page of ours that the visitor came from. */
    public function language(Request $request, string $locale): RedirectResponse
    {
        $request->getSession()->set('_locale', $locale);
        $came = (string) $request->headers->get('Referer');
        $here = $request->getSchemeAndHttpHost().$request->getBaseUrl().'/';

        return $this->redirect(str_starts_with($came, $here) ? $came : $this->generateUrl('home'));
    }
}
