<?php

declare(strict_types=1);

namespace Gestion\Http;

/**
 * What a visitor asked, read as sfWebRequest reads it.
 *
 * Parameters are GET, then POST, then what the route says: later ones win, so `?module=x` changes nothing.
 */
final class Request
{
    private const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'];

    private readonly string $method;

    /** @var array<string, mixed> */
    private array $parameters;

    private string $format = '';

    /**
     * @param array<string, mixed> $get
     * @param array<string, mixed> $post
     * @param array<string, mixed> $server
     * @param array<string, mixed> $files
     */
    public function __construct(
        private array $get,
        private array $post,
        private readonly array $server,
        public readonly array $files = [],
    ) {
        $this->method = $this->overriddenMethod();
        $this->parameters = array_replace($this->get, $this->post);
        if ($this->wire() === 'POST') {
            unset($this->parameters['sf_method']);
        }
    }

    public static function fromGlobals(): self
    {
        return new self($_GET, $_POST, $_SERVER, $_FILES);
    }

    private function wire(): string
    {
        return (string) ($this->server['REQUEST_METHOD'] ?? 'GET');
    }

    /**
     * The method PHP acts on: on a real POST, sf_method of the body, else of the query, overrides it.
     *
     * A method nobody knows on the wire counts as GET; one nobody knows in sf_method is an exception (a 500).
     */
    private function overriddenMethod(): string
    {
        $wire = $this->wire();
        if ($wire === 'POST') {
            $asked = $this->post['sf_method'] ?? $this->get['sf_method'] ?? 'POST';
            if (isset($this->post['sf_method'])) {
                unset($this->post['sf_method']);
            } else {
                unset($this->get['sf_method']);
            }
            $asked = is_string($asked) ? strtoupper($asked) : '';
            if (!in_array($asked, self::METHODS, true)) {
                throw new \UnexpectedValueException("Invalid request method: $asked.");
            }

            return $asked;
        }
        $form = str_starts_with((string) ($this->server['CONTENT_TYPE'] ?? ''), 'application/x-www-form-urlencoded');
        if (in_array($wire, ['PUT', 'DELETE'], true) && $form) {
            parse_str((string) file_get_contents('php://input'), $this->post);
        }

        return in_array($wire, self::METHODS, true) ? $wire : 'GET';
    }

    public function method(): string
    {
        return $this->method;
    }

    public function isMethod(string $method): bool
    {
        return strtoupper($method) === $this->method;
    }

    /** The path after the front controller, decoded once by the web server. */
    public function pathInfo(): string
    {
        $path = (string) ($this->server['PATH_INFO'] ?? '');
        if ($path === '') {
            $path = $this->simulatedPathInfo();
        }

        return $path === '' ? '/' : $path;
    }

    /**
     * PATH_INFO when the web server gives none: REQUEST_URI without controller and query, not decoded.
     *
     * A spelling that the server itself read as the bare controller (//backend.php, /x/../backend.php) is its first page.
     */
    private function simulatedPathInfo(): string
    {
        if (($this->server['DOCUMENT_URI'] ?? null) === $this->scriptName() && !$this->isRewritten()) {
            return '/';
        }
        $path = (string) ($this->server['REQUEST_URI'] ?? '');
        if ($this->isAbsolute()) {
            $path = (string) preg_replace('/^' . preg_quote($this->uriPrefix(), '/') . '/', '', $path);
        }
        $path = (string) preg_replace('/^' . preg_quote($this->scriptName(), '/') . '/', '', $path);
        $query = (string) ($this->server['QUERY_STRING'] ?? '');

        return (string) preg_replace('/\??' . preg_quote($query, '/') . '$/', '', $path);
    }

    /** Whether the path that was asked does not name the controller at all: a fallback of try_files brought us here. */
    private function isRewritten(): bool
    {
        $path = explode('?', (string) ($this->server['REQUEST_URI'] ?? ''), 2)[0];

        return !str_ends_with(rawurldecode($path), $this->scriptName());
    }

    private function isAbsolute(): bool
    {
        return str_starts_with((string) ($this->server['REQUEST_URI'] ?? ''), 'http');
    }

    /** The front controller, such as /backend.php. */
    public function scriptName(): string
    {
        return (string) preg_replace('#^/([a-zA-Z0-9_\-]*?\.php)(.*)#', '/$1', (string) ($this->server['SCRIPT_NAME'] ?? ''));
    }

    /** Host as links are built from it: the last element of X-Forwarded-Host, which 1.4 always trusts. */
    public function host(): string
    {
        if (isset($this->server['HTTP_X_FORWARDED_HOST'])) {
            $elements = explode(',', (string) $this->server['HTTP_X_FORWARDED_HOST']);

            return trim((string) end($elements));
        }

        return (string) ($this->server['HTTP_HOST'] ?? '');
    }

    private function isForwardedSecure(): bool
    {
        return strtolower((string) ($this->server['HTTP_X_FORWARDED_PROTO'] ?? '')) === 'https'
            || in_array(strtolower((string) ($this->server['HTTP_SSL_HTTPS'] ?? '')), ['on', '1'], true);
    }

    public function isSecure(): bool
    {
        return in_array(strtolower((string) ($this->server['HTTPS'] ?? '')), ['on', '1'], true) || $this->isForwardedSecure();
    }

    /** Scheme, host and port for generated URLs: the port of Host is kept. */
    public function origin(): string
    {
        return ($this->isSecure() ? 'https' : 'http') . '://' . $this->host();
    }

    /** Scheme, host and port of this request's own address: forwarded as https, the port is dropped. */
    private function uriPrefix(): string
    {
        [$host, $port] = array_pad(explode(':', $this->host(), 2), 2, null);
        $port ??= $this->server['SERVER_PORT'] ?? null;
        $usual = $this->isSecure() ? '443' : '80';
        if ($this->isForwardedSecure() || (string) $port === $usual) {
            $port = null;
        }

        return ($this->isSecure() ? 'https' : 'http') . "://$host" . ($port === null ? '' : ":$port");
    }

    public function uri(): string
    {
        $uri = (string) ($this->server['REQUEST_URI'] ?? '');

        return $this->isAbsolute() ? $uri : $this->uriPrefix() . $uri;
    }

    public function referer(): string
    {
        return (string) ($this->server['HTTP_REFERER'] ?? '');
    }

    public function header(string $name): ?string
    {
        $value = $this->server['HTTP_' . strtoupper(str_replace('-', '_', $name))] ?? null;

        return $value === null ? null : (string) $value;
    }

    public function isXmlHttpRequest(): bool
    {
        return $this->header('X-Requested-With') === 'XMLHttpRequest';
    }

    /** The peer's address; X-Forwarded-For is not believed here, unlike X-Forwarded-Host. */
    public function remoteAddress(): string
    {
        return (string) ($this->server['REMOTE_ADDR'] ?? '');
    }

    public function cookie(string $name): ?string
    {
        $value = $_COOKIE[$name] ?? null;

        return is_string($value) ? $value : null;
    }

    /** @param array<string, mixed> $parameters what the matched route gave */
    public function addRouteParameters(array $parameters): void
    {
        $this->parameters = array_replace($this->parameters, $parameters);
        if (isset($parameters['sf_format'])) {
            $this->format = (string) $parameters['sf_format'];
        }
    }

    public function parameter(string $name, mixed $default = null): mixed
    {
        return $this->parameters[$name] ?? $default;
    }

    /** A parameter that must be text: arrays sent in its place count as missing. */
    public function text(string $name, string $default = ''): string
    {
        $value = $this->parameters[$name] ?? $default;

        return is_scalar($value) ? (string) $value : $default;
    }

    public function hasParameter(string $name): bool
    {
        return array_key_exists($name, $this->parameters);
    }

    /** @return array<string, mixed> */
    public function parameters(): array
    {
        return $this->parameters;
    }

    public function setParameter(string $name, mixed $value): void
    {
        $this->parameters[$name] = $value;
    }

    /** Another format than the address's: sign-in and error pages exist in HTML alone, whatever was asked. */
    public function setFormat(string $format): void
    {
        $this->format = $format;
    }

    public function format(): string
    {
        return $this->format === '' ? 'html' : $this->format;
    }
}
