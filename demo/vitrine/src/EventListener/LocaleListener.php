<?php

declare(strict_types=1);

namespace Vitrine\EventListener;

use Symfony\Component\EventDispatcher\EventSubscriberInterface;
use Symfony\Component\HttpKernel\Event\RequestEvent;
use Symfony\Component\HttpKernel\KernelEvents;

/** The language chosen earlier; a visitor without a session reads French and gets no cookie. */
final class LocaleListener implements EventSubscriberInterface
{
    public static function getSubscribedEvents(): array
    {
        // Before Symfony's own LocaleListener (16), which hands the locale on to the router and translator.
        return [KernelEvents::REQUEST => ['onRequest', 20]];
    }

    public function onRequest(RequestEvent $event): void
    {
        $request = $event->getRequest();
        if ($event->isMainRequest() && $request->hasPreviousSession()) {
            $locale = $request->getSession()->get('_locale');
            if (\in_array($locale, ['fr', 'en'], true)) {
                $request->attributes->set('_locale', $locale);
                $request->setLocale($locale);
            }
        }
    }
}
