<?php

declare(strict_types=1);

use Gestion\Config\Project;
use Gestion\Model\Record;
use Gestion\Model\Store;

/** Files attached to a record, kept outside the docroot under names of their own. */
final class Documents
{
    public function __construct(private readonly Store $store, private readonly Record $owner)
    {
    }

    /** @return list<Record> */
    public function all(): array
    {
        return $this->store->query('Document')
            ->equals('modele', $this->owner->table->model)
            ->equals('modele_id', $this->owner->id())
            ->order('created_at', 'desc')
            ->all();
    }

    public function find(string $id): ?Record
    {
        return $this->store->query('Document')
            ->equals('id', $id)
            ->equals('modele', $this->owner->table->model)
            ->equals('modele_id', $this->owner->id())
            ->first();
    }

    public function latest(): ?Record
    {
        return $this->all()[0] ?? null;
    }

    /** @param array{name: string, type: string, tmp_name: string, error: int, size: int} $file */
    public function add(array $file, bool $confidential): Record
    {
        $stored = bin2hex(random_bytes(16));
        if (!move_uploaded_file($file['tmp_name'], $this->path($stored))) {
            throw new \RuntimeException('the uploaded file could not be kept');
        }
        $document = $this->store->fresh('Document');
        $document->fill([
            'modele' => $this->owner->table->model,
            'modele_id' => $this->owner->id(),
            'fichier' => $stored,
            'nom_original' => $file['name'],
            'mime' => $file['type'] === '' ? 'application/octet-stream' : $file['type'],
            'taille' => (string) $file['size'],
            'confidentiel' => $confidential,
        ]);
        $this->store->save($document);

        return $document;
    }

    private function path(string $name): string
    {
        return Project::variable('documents') . '/' . basename($name);
    }

    /** The file's bytes; for documents of the demo data, which have no file, a line that says so. */
    public function content(Record $document): string
    {
        $path = $this->path($document->text('fichier') === '' ? '-' : $document->text('fichier'));

        return is_file($path) ? (string) file_get_contents($path) : "Document de démonstration : {$document->text('nom_original')}\r\n";
    }

    /** The original name without what a header cannot carry. */
    public function safeName(Record $document): string
    {
        return (string) preg_replace('/[^A-Za-z0-9._-]+/', '_', $document->text('nom_original') ?: 'document');
    }
}
