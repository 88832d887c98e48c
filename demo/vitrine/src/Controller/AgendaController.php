<?php

declare(strict_types=1);

namespace Vitrine\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\Form\FormError;
use Symfony\Component\Form\FormInterface;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Vitrine\Form\RegistrationType;
use Vitrine\Repository\Agenda;

/** The public agenda, and registration for those who know their file number. */
final class AgendaController extends AbstractController
{
    public function __construct(private Agenda $agenda)
    {
    }

    public function index(): Response
    {
        $now = new \DateTimeImmutable();

        return $this->render('agenda/index.html.twig', [
            'events' => $this->agenda->coming($now, 20),
            'first' => $now->modify('first day of this month midnight'),
        ]);
    }

    public function month(string $annee, string $mois): Response
    {
        $first = new \DateTimeImmutable(sprintf('%d-%02d-01', $annee, $mois));

        return $this->render('agenda/month.html.twig', ['events' => $this->agenda->month($first), 'first' => $first]);
    }

    public function event(string $slug): Response
    {
        $event = $this->found($slug);

        return $this->page($event, $this->formFor($event));
    }

    public function register(Request $request, string $slug): Response
    {
        $event = $this->found($slug);
        $form = $this->formFor($event);
        $form->handleRequest($request);
        if (!$this->isOpen($event)) {
            $form->addError(new FormError('Les inscriptions à cet évènement sont closes.'));
        }
        $status = $form->isSubmitted() && $form->isValid() ? $this->registered($event, $form) : null;
        if (null === $status) {
            return $this->page($event, $form, Response::HTTP_UNPROCESSABLE_ENTITY);
        }
        $this->addFlash('success', 'inscrit' === $status
            ? 'Votre inscription est enregistrée. À bientôt !'
            : "L'évènement est complet : vous êtes sur la liste d'attente.");

        return $this->redirectToRoute('agenda_event', ['slug' => $slug]);
    }

    /** @return array<string, mixed> */
    private function found(string $slug): array
    {
        return $this->agenda->event($slug) ?? throw $this->createNotFoundException("Pas d'évènement « $slug ».");
    }

    private function formFor(array $event): FormInterface
    {
        return $this->createForm(RegistrationType::class, null, [
            'action' => $this->generateUrl('agenda_register', ['slug' => $event['slug']]),
            'with_partner' => (bool) $event['ouvert_conjoint'],
            'with_children' => (bool) $event['ouvert_enfants'],
        ]);
    }

    /** The limit counts to the minute. */
    private function isOpen(array $event): bool
    {
        $limit = new \DateTimeImmutable($event['inscription_limite'] ?? $event['debut']);

        return new \DateTimeImmutable() < $limit->modify('+1 minute');
    }

    /** The new registration's status, or nothing when the form now says why there is none. */
    private function registered(array $event, FormInterface $form): ?string
    {
        $sent = $form->getData();
        $household = $this->agenda->household($sent['numero_dossier'], $sent['email']);
        if (null === $household) {
            $form->addError(new FormError('Nous ne trouvons pas de dossier ouvert à ce numéro et cette adresse.'));

            return null;
        }
        $known = $this->agenda->registration((int) $event['id'], (int) $household['id']);
        if (null !== $known && 'invite' !== $known['statut']) {
            $form->addError(new FormError('Votre famille est déjà inscrite à cet évènement.'));

            return null;
        }
        $withPartner = (bool) ($sent['conjoint'] ?? false);
        $children = (int) ($sent['nb_enfants'] ?? 0);
        $wanted = 1 + (int) $withPartner + $children;
        $isFull = null !== $event['capacite'] && $this->agenda->takenPlaces((int) $event['id']) + $wanted > (int) $event['capacite'];
        $status = $isFull ? 'liste_attente' : 'inscrit';
        $this->agenda->register((int) $event['id'], (int) $household['id'], null === $known ? null : (int) $known['id'], [
            'conjoint' => $withPartner,
            'nb_enfants' => $children,
            'statut' => $status,
            'commentaire' => $sent['commentaire'],
        ]);

        return $status;
    }

    private function page(array $event, FormInterface $form, int $status = Response::HTTP_OK): Response
    {
        return $this->render('agenda/event.html.twig', [
            'event' => $event,
            'is_open' => $this->isOpen($event),
            'form' => $form->createView(),
        ], new Response('', $status));
    }
}
