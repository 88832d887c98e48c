<?php

declare(strict_types=1);

namespace Gestion\Admin;

use Gestion\Model\Query;
use Gestion\Model\Record;

/** One page of a list, with the numbers around it. */
final class Pager
{
    private const LINKS = 5;

    public readonly int $count;

    public readonly int $last;

    public readonly int $page;

    public function __construct(private readonly Query $query, mixed $page, private readonly int $size)
    {
        $this->count = $query->count();
        $this->last = max(1, (int) ceil($this->count / $size));
        $this->page = min(max((int) (is_scalar($page) ? $page : 1), 1), $this->last);
    }

    public function isNeeded(): bool
    {
        return $this->count > $this->size;
    }

    /** @return list<Record> */
    public function results(): array
    {
        return (clone $this->query)->limit($this->size, ($this->page - 1) * $this->size)->all();
    }

    public function previous(): int
    {
        return max(1, $this->page - 1);
    }

    public function next(): int
    {
        return min($this->last, $this->page + 1);
    }

    /** @return list<int> up to five page numbers around the current one */
    public function links(): array
    {
        $first = max(1, min($this->page - intdiv(self::LINKS, 2), $this->last - self::LINKS + 1));

        return range($first, min($this->last, $first + self::LINKS - 1));
    }
}
