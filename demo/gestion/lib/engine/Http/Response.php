<?php

declare(strict_types=1);

namespace Gestion\Http;

/** What is sent back: status, headers, cookies, then a body given as text or written by a callback. */
final class Response
{
    /** @var array<string, string> */
    private array $headers = ['Content-Type' => 'text/html; charset=utf-8'];

    /** @var list<array{string, string, int}> */
    private array $cookies = [];

    private int $status = 200;

    private string $content = '';

    /** @var (\Closure(): void)|null */
    private ?\Closure $stream = null;

    private bool $headerOnly = false;

    public function setStatus(int $status): void
    {
        $this->status = $status;
    }

    public function status(): int
    {
        return $this->status;
    }

    public function setHeader(string $name, string $value): void
    {
        $this->headers[$name] = $value;
    }

    public function setContentType(string $type): void
    {
        $text = str_starts_with($type, 'text/') || str_ends_with($type, 'xml') || $type === 'application/json';
        $this->headers['Content-Type'] = $text ? "$type; charset=utf-8" : $type;
    }

    /** Cookies are sent raw, path /, as symfony does: no encoding, no HttpOnly, no SameSite. */
    public function setCookie(string $name, string $value, int $expires): void
    {
        $this->cookies[] = [$name, $value, $expires];
    }

    public function setContent(string $content): void
    {
        $this->content = $content;
    }

    /** @param \Closure(): void $write writes the body itself, after the headers */
    public function setStream(\Closure $write): void
    {
        $this->stream = $write;
    }

    /** The body is not sent, its headers are. */
    public function setHeaderOnly(): void
    {
        $this->headerOnly = true;
    }

    /** Sends everything: headers in the order they were set, then cookies, then the body. */
    public function send(): void
    {
        http_response_code($this->status);
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        foreach ($this->cookies as [$name, $value, $expires]) {
            setrawcookie($name, $value, $expires, '/');
        }
        if ($this->headerOnly) {
            return;
        }
        if ($this->stream !== null) {
            ($this->stream)();

            return;
        }
        echo $this->content;
    }
}
