<?php

declare(strict_types=1);

use Gestion\Control\Context;
use Gestion\Model\Record;

/** Lines of the journal; only some modules write them. */
final class Audit
{
    /**
     * Notes an action on a record, with the values before and after of what changed.
     *
     * @param array<string, mixed> $before
     * @param array<string, mixed> $after
     */
    public static function note(Context $context, string $action, Record $record, array $before = [], array $after = []): void
    {
        $line = $context->store->fresh('Journal');
        $line->fill([
            'user_id' => $context->user->accountId(),
            'action' => $action,
            'modele' => $record->table->model,
            'modele_id' => $record->id(),
            'avant' => $before === [] ? null : serialize($before),
            'apres' => $after === [] ? null : serialize($after),
            'ip' => $context->request->remoteAddress(),
        ]);
        $context->store->save($line);
    }

    /**
     * What differs between a record's values before and now, as the pair that note() takes.
     *
     * @param array<string, mixed> $before
     *
     * @return array{array<string, mixed>, array<string, mixed>}
     */
    public static function difference(array $before, Record $record): array
    {
        $old = [];
        $new = [];
        foreach ($record->values() as $name => $value) {
            if ($name !== 'updated_at' && ($before[$name] ?? null) !== $value) {
                $old[$name] = $before[$name] ?? null;
                $new[$name] = $value;
            }
        }

        return [$old, $new];
    }
}
