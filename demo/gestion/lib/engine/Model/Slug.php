<?php

declare(strict_types=1);

namespace Gestion\Model;

/** Texts made fit for an address as Doctrine 1's inflector does. */
final class Slug
{
    /** Letters that do not simply lose their accent. */
    private const SPECIAL = [
        'Ä' => 'Ae', 'ä' => 'ae', 'Ö' => 'Oe', 'ö' => 'oe', 'Ü' => 'Ue', 'ü' => 'ue', 'ß' => 'ss',
        'Å' => 'Aa', 'å' => 'aa', 'Æ' => 'Ae', 'æ' => 'a', 'Ø' => 'O', 'ø' => 'o',
        'Œ' => 'OE', 'œ' => 'oe', 'Ł' => 'L', 'ł' => 'l', 'Đ' => 'D', 'đ' => 'd', '€' => 'E', '£' => '',
    ];

    public static function of(string $text): string
    {
        $plain = strtr(\Normalizer::normalize($text, \Normalizer::FORM_C) ?: $text, self::SPECIAL);
        $apart = \Normalizer::normalize($plain, \Normalizer::FORM_D) ?: $plain;
        $lower = mb_strtolower((string) preg_replace('/\p{Mn}+/u', '', $apart));

        return trim(strtolower((string) preg_replace('/[^A-Za-z0-9]+/', '-', $lower)), '-');
    }
}
