<?php

declare(strict_types=1);

use Gestion\Config\Project;
use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Http\Request;

/** Pages for trying what stands in front: slow, large, uploading, failing, conditional, in other formats. Public. */
final class outilsActions extends Actions
{
    private const MAX_SECONDS = 30;
    private const MAX_MEGABYTES = 1024;
    private const CONSTANT_SINCE = 'Sat, 01 Jan 2011 09:00:00 GMT';

    /** Sleeps `secondes` (at most 30) while holding the session, as any slow page of such a site does. */
    public function executeLent(Request $request): null
    {
        $seconds = min(max((float) $request->text('secondes', '1'), 0.0), (float) self::MAX_SECONDS);
        usleep((int) ($seconds * 1_000_000));

        return $this->renderText(sprintf("Attendu %.1f s\n", $seconds), 'text/plain');
    }

    /** Streams `mo` megabytes (at most 1024) with their Content-Length; each byte tells its place, modulo 251. */
    public function executeTelechargement(Request $request): null
    {
        $bytes = min(max((int) $request->text('mo', '1'), 0), self::MAX_MEGABYTES) * 1_048_576;
        $this->response->setContentType('application/octet-stream');
        $this->response->setHeader('Content-Length', (string) $bytes);
        $this->response->setHeader('Content-Disposition', 'attachment; filename="telechargement.bin"');
        $this->response->setStream(static function () use ($bytes): void {
            set_time_limit(0);
            while (ob_get_level() > 0) {
                ob_end_flush();
            }
            $pattern = implode('', array_map(chr(...), range(0, 250)));
            $block = str_repeat($pattern, 261);
            for ($left = $bytes; $left > 0 && !connection_aborted(); $left -= strlen($block)) {
                echo $left >= strlen($block) ? $block : substr($block, 0, $left);
                flush();
            }
        });

        return null;
    }

    /** Shows a form; a file sent with it is measured and thrown away. */
    public function executeEnvoi(Request $request): View
    {
        $file = $request->files['fichier'] ?? null;
        $received = null;
        if (is_array($file) && $file['error'] === UPLOAD_ERR_OK) {
            $received = [
                'nom' => (string) $file['name'],
                'taille' => (int) $file['size'],
                'sha256' => (string) hash_file('sha256', (string) $file['tmp_name']),
            ];
        }
        $this->context->title = 'Envoi de fichier';

        return $this->view('envoiSuccess', ['received' => $received]);
    }

    public function executeErreur(Request $request): never
    {
        throw new \RuntimeException('Erreur demandée');
    }

    public function executeIntrouvable(Request $request): never
    {
        throw new \Gestion\Control\NotFound('asked for');
    }

    /** What this side saw of the request: for comparing what a proxy passes on. */
    public function executeRequete(Request $request): null
    {
        return $this->renderJson([
            'parametres' => $request->parameters(),
            'methode' => $request->method(),
            'uri' => $request->uri(),
            'chemin' => $request->pathInfo(),
            'script' => $request->scriptName(),
            'hote' => $request->host(),
            'securise' => $request->isSecure(),
            'adresse' => $request->remoteAddress(),
            'xhr' => $request->isXmlHttpRequest(),
            'culture' => $this->user->culture(),
            'lien' => $this->context->absoluteUrl('@communes'),
        ]);
    }

    /** A page that never changes: 304 for its exact ETag or its exact date, as on cached pages of 1.4.20. */
    public function executeConstante(Request $request): null
    {
        $content = "corps constant\n";
        $etag = '"' . md5($content) . '"';
        $this->response->setHeader('ETag', $etag);
        $this->response->setHeader('Last-Modified', self::CONSTANT_SINCE);
        if ($request->header('If-None-Match') === $etag || $request->header('If-Modified-Since') === self::CONSTANT_SINCE) {
            $this->response->setStatus(304);
            $this->response->setHeaderOnly();

            return null;
        }

        return $this->renderText($content, 'text/plain');
    }

    /** The communes as JSON or XML. */
    public function executeCommunes(Request $request): ?View
    {
        $communes = $this->store->query('Commune')->order('nom')->all();
        if ($request->format() === 'xml') {
            $this->response->setContentType('text/xml');

            return $this->view('communesSuccess', ['communes' => $communes]);
        }

        return $this->renderJson(array_map(
            static fn (\Gestion\Model\Record $commune): array => array_intersect_key($commune->values(), array_flip(['id', 'nom', 'code_insee', 'code_postal'])),
            $communes,
        ));
    }

    /** Leaves a message for the next page and goes home. */
    public function executeMessage(Request $request): never
    {
        $this->user->setFlash('notice', 'Bienvenue dans l’application de gestion');
        $this->redirect('@homepage');
    }

    /** Keeps what is sent as public uploads do, so that the web server then serves the file itself. */
    public function executePublier(Request $request): null
    {
        $file = $request->files['fichier'] ?? null;
        $this->notFoundUnless(is_array($file) && $file['error'] === UPLOAD_ERR_OK);
        assert(is_array($file));
        $name = bin2hex(random_bytes(8)) . '.bin';
        move_uploaded_file((string) $file['tmp_name'], Project::variable('uploads') . "/$name");

        return $this->renderJson(['adresse' => "/uploads/$name"]);
    }
}
