<?php

declare(strict_types=1);

namespace Vitrine\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Vitrine\Form\ContactType;
use Vitrine\Repository\Requests;

/** The contact form: what it takes is in gestion's list the same second. */
final class ContactController extends AbstractController
{
    public function __invoke(Request $request, Requests $requests): Response
    {
        $form = $this->createForm(ContactType::class, ['type' => 'arrivant', 'besoins' => []]);
        $form->handleRequest($request);
        if ($form->isSubmitted() && $form->isValid()) {
            // A program fills every field; it is thanked like anybody, and the team sees it among the spam.
            $isSpam = null !== $form->get(ContactType::TRAP)->getData();
            $requests->add($form->getData(), (string) $request->getClientIp(), (string) $request->headers->get('User-Agent'), $isSpam);
            $this->addFlash('success', 'contact.sent');

            return $this->redirectToRoute('contact_thanks');
        }

        return $this->render('contact/form.html.twig', ['form' => $form->createView()], new Response(
            '',
            $form->isSubmitted() ? Response::HTTP_UNPROCESSABLE_ENTITY : Response::HTTP_OK,
        ));
    }

    public function thanks(): Response
    {
        return $this->render('contact/thanks.html.twig');
    }
}
