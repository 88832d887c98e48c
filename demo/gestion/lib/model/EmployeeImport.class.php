<?php

declare(strict_types=1);

use Gestion\Model\Record;
use Gestion\Model\Store;

/** Employees of a company that settles, made newcomers from a CSV file: nom;prenom;email, one a line. */
final class EmployeeImport
{
    public function __construct(private readonly Store $store, private readonly Record $project)
    {
    }

    /**
     * Reads a file; a first line of headings is skipped, a BOM and CRLF are accepted.
     *
     * @return array{created: int, known: int, refused: array<int, string>} refusals by line number
     */
    public function read(string $text): array
    {
        $report = ['created' => 0, 'known' => 0, 'refused' => []];
        $lines = preg_split('/\r\n|\n|\r/', trim((string) preg_replace('/^\xEF\xBB\xBF/', '', $text))) ?: [];
        foreach ($lines as $index => $line) {
            $fields = array_map(static fn (?string $field): string => trim((string) $field), str_getcsv($line, ';', '"', ''));
            if ($index === 0 && strtolower($fields[0]) === 'nom') {
                continue;
            }
            $refusal = $this->refusal($fields);
            if ($refusal !== null) {
                $report['refused'][$index + 1] = $refusal;
            } else {
                ++$report[$this->add($fields) ? 'created' : 'known'];
            }
        }

        return $report;
    }

    /** @param list<string> $fields */
    private function refusal(array $fields): ?string
    {
        return match (true) {
            count($fields) < 3 => 'trois colonnes sont attendues : nom;prenom;email',
            $fields[0] === '' || $fields[1] === '' => 'le nom et le prénom sont requis',
            !str_contains($fields[2], '@') => "l'adresse électronique n'est pas valable",
            !mb_check_encoding(implode('', $fields), 'UTF-8') => 'la ligne n\'est pas en UTF-8',
            default => null,
        };
    }

    /** @param list<string> $fields */
    private function add(array $fields): bool
    {
        [$name, $firstName, $email] = $fields;
        $known = $this->store->query('Arrivant')->equals('email', $email)->equals('nom', $name)->first();
        if ($known !== null) {
            return false;
        }
        $newcomer = $this->store->fresh('Arrivant');
        $newcomer->fill([
            'nom' => $name,
            'prenom' => $firstName,
            'email' => $email,
            'entreprise_id' => $this->project->get('entreprise_id'),
            'conseiller_id' => $this->project->get('referent_id'),
            'source' => 'entreprise',
        ]);
        FileNumber::give($this->store, $newcomer);

        return true;
    }
}
