<?php

declare(strict_types=1);

namespace Gestion\Model;

/** Texts made fit for an address as Doctrine 1's inflector does: it knows Latin-1 and Latin Extended-A, and no more. */
final class Slug
{
    /** Letters that do not simply lose their accent. */
    private const SPECIAL = [
        'Ä' => 'Ae', 'ä' => 'ae', 'Ö' => 'Oe', 'ö' => 'oe', 'Ü' => 'Ue', 'ü' => 'ue', 'ß' => 'ss',
        'Å' => 'Aa', 'å' => 'aa', 'Æ' => 'Ae', 'æ' => 'a', 'Ø' => 'O', 'ø' => 'o',
        'Œ' => 'OE', 'œ' => 'oe', 'Ł' => 'L', 'ł' => 'l', 'Đ' => 'D', 'đ' => 'd', '€' => 'E', '£' => '',
        'Ħ' => 'H', 'ħ' => 'h', 'ı' => 'i', 'Ĳ' => 'IJ', 'ĳ' => 'ij', 'ĸ' => 'k', 'Ŀ' => 'L', 'ŀ' => 'l',
        'ŉ' => 'N', 'Ŋ' => 'n', 'ŋ' => 'N', 'Ŧ' => 'T', 'ŧ' => 't', 'ſ' => 's',
    ];

    public static function of(string $text): string
    {
        $plain = (string) preg_replace_callback(
            '/[\x{C0}-\x{17F}]/u',
            static fn (array $letter): string => (\Normalizer::normalize($letter[0], \Normalizer::FORM_D) ?: $letter[0])[0],
            strtr($text, self::SPECIAL),
        );
        $lower = mb_strtolower($plain);

        return trim(strtolower((string) preg_replace('/[^A-Za-z0-9]+/', '-', $lower)), '-');
    }
}
