<?php

declare(strict_types=1);

use Gestion\Config\Project;

/** Mail that is "sent" as files: gestion/mail/*.eml in the state folder. */
final class Mailer
{
    public static function send(string $to, string $subject, string $body): void
    {
        $headers = [
            'Date: ' . date(DATE_RFC2822),
            'From: accueil@cci-valmont.example',
            "To: $to",
            'Subject: ' . mb_encode_mimeheader($subject, 'UTF-8', 'Q'),
            'MIME-Version: 1.0',
            'Content-Type: text/plain; charset=utf-8',
            'Content-Transfer-Encoding: 8bit',
        ];
        $name = sprintf('%s-%s.eml', date('Ymd-His'), bin2hex(random_bytes(4)));
        file_put_contents(Project::variable('mail') . "/$name", implode("\r\n", $headers) . "\r\n\r\n" . $body . "\r\n");
    }
}
