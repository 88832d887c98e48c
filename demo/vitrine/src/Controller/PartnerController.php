<?php

declare(strict_types=1);

namespace Vitrine\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Security\Http\Authentication\AuthenticationUtils;
use Vitrine\Repository\Agenda;
use Vitrine\Repository\PartnerDesk;
use Vitrine\Security\Partner;

/** The partners' area; the firewall of config/packages/security.yaml keeps the others out. */
final class PartnerController extends AbstractController
{
    public function __invoke(PartnerDesk $desk, Agenda $agenda): Response
    {
        $user = $this->getUser();
        \assert($user instanceof Partner);

        return $this->render('partner/home.html.twig', [
            'offers' => $this->isGranted('ROLE_PARTENAIRE_EMPLOI') ? $desk->openOffers() : null,
            'searches' => $this->isGranted('ROLE_PARTENAIRE_LOGEMENT') ? $desk->activeSearches() : null,
            'companies' => $this->isGranted('ROLE_REFERENT_ENTREPRISE') ? $desk->companiesOf($user->getId()) : null,
            'events' => $agenda->coming(new \DateTimeImmutable(), 5),
        ]);
    }

    /** Shows the form; the firewall itself takes the POST. */
    public function signIn(AuthenticationUtils $authentication): Response
    {
        if ($this->isGranted('ROLE_PARTENAIRE')) {
            return $this->redirectToRoute('partner_home');
        }

        return $this->render('partner/sign_in.html.twig', [
            'error' => $authentication->getLastAuthenticationError(),
            'username' => $authentication->getLastUsername(),
        ]);
    }
}
