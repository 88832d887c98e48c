<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var Gestion\Admin\Pager $pager
 * @var Gestion\Admin\AdminConfiguration $configuration
 */
$arrow = static function (int $number, string $image, string $title) use ($h, $context, $configuration): string {
    $address = $h->url($configuration->route('list', "page=$number"));

    return "<a href=\"$address\">\n    {$h->adminImage($image, $context->translate($title))}\n  </a>\n";
};
?>
<div class="sf_admin_pagination">
  <?= $arrow(1, 'first', 'First page') ?>

  <?= $arrow($pager->previous(), 'previous', 'Previous page') ?>

<?php foreach ($pager->links() as $number): ?>
  <?= $number === $pager->page ? $number : $h->link((string) $number, $configuration->route('list', "page=$number")) ?>

<?php endforeach ?>

  <?= $arrow($pager->next(), 'next', 'Next page') ?>

  <?= $arrow($pager->last, 'last', 'Last page') ?>
</div>
