<?php

declare(strict_types=1);

namespace Gestion\View;

use Gestion\Control\Context;

/** The helpers templates use: escaping, tags, and links as symfony's UrlHelper writes them. */
final class Html
{
    public function __construct(public readonly Context $context)
    {
    }

    public static function escape(mixed $text): string
    {
        return htmlspecialchars(is_scalar($text) ? (string) $text : '', ENT_QUOTES, 'UTF-8');
    }

    /** Escapes once: an entity that is already there stays as it is, as in symfony's widgets. */
    public static function escapeOnce(mixed $text): string
    {
        return (string) preg_replace('/&amp;([a-z]+|(#\d+)|(#x[\da-f]+));/i', '&$1;', self::escape($text));
    }

    /** @param array<string, mixed> $attributes false and null are left out, and '' too but for value */
    public static function attributes(array $attributes): string
    {
        $html = '';
        foreach ($attributes as $name => $value) {
            if ($value === null || $value === false || ($value === '' && $name !== 'value')) {
                continue;
            }
            $html .= " $name=\"" . self::escapeOnce($value) . '"';
        }

        return $html;
    }

    /** @param array<string, mixed> $attributes */
    public static function tag(string $name, array $attributes = []): string
    {
        return "<$name" . self::attributes($attributes) . ' />';
    }

    /** @param array<string, mixed> $attributes */
    public static function contentTag(string $name, string $html, array $attributes = []): string
    {
        return "<$name" . self::attributes($attributes) . ">$html</$name>";
    }

    /** The id symfony derives from a field's name: brackets and odd characters become underscores. */
    public static function idOf(string $name): string
    {
        $id = strtr($name, ['[]' => '', '][' => '_', '[' => '_', ']' => '']);

        return (string) preg_replace(['/^[^A-Za-z]+/', '/[^A-Za-z0-9:_.\-]/'], ['', '_'], $id);
    }

    /** Words for a column's name: no trailing _id, spaces for underscores, a capital first. */
    public static function humanize(string $name): string
    {
        return ucfirst(str_replace('_', ' ', (string) preg_replace('/_id$/', '', $name)));
    }

    public function url(string $internal): string
    {
        return $this->context->url($internal);
    }

    /** @param array<string, mixed> $attributes */
    public function link(string $label, string $internal, array $attributes = []): string
    {
        return self::contentTag('a', self::escape($label), ['href' => $this->url($internal)] + $attributes);
    }

    /** A link that posts: symfony's inline script builds a form with sf_method and the BaseForm token. */
    public function postLink(string $label, string $internal, string $method = 'post', bool $confirm = false, string $query = ''): string
    {
        $script = "var f = document.createElement('form'); f.style.display = 'none'; this.parentNode.appendChild(f); f.method = 'post'; f.action = this.href;";
        if ($method !== 'post') {
            $script .= self::hiddenField('sf_method', $method);
        }
        $script .= self::hiddenField('_csrf_token', $this->context->csrfToken()) . 'f.submit();';
        if ($confirm) {
            $question = addslashes($this->context->translate('Are you sure?'));
            $script = "if (confirm('$question')) { $script }";
        }
        // written by hand: the script's quotes and ampersands go out as they are, only double quotes would need care
        return '<a onclick="' . $script . ($confirm ? ';' : '') . 'return false;" href="' . self::escapeOnce($this->url($internal) . $query) . '">'
            . self::escape($label) . '</a>';
    }

    private static function hiddenField(string $name, string $value): string
    {
        return "var m = document.createElement('input'); m.setAttribute('type', 'hidden'); "
            . "m.setAttribute('name', '$name'); m.setAttribute('value', '$value'); f.appendChild(m);";
    }

    /** @param list<string> $errors */
    public static function errorList(array $errors): string
    {
        if ($errors === []) {
            return '';
        }
        $items = array_map(static fn (string $error): string => '    <li>' . self::escape($error) . "</li>\n", $errors);

        return "  <ul class=\"error_list\">\n" . implode('', $items) . "  </ul>\n";
    }

    public function adminImage(string $name, string $title): string
    {
        return self::tag('img', ['alt' => $title, 'title' => $title, 'src' => "/sfDoctrinePlugin/images/$name.png"]);
    }
}
