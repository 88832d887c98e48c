<?php
/**
 * @var Gestion\Admin\AdminHelper $helper
 * @var Gestion\Admin\AdminConfiguration $configuration
 */
foreach ($configuration->listActions() as $action): ?>
<?php if ($helper->allows($action->credentials)): ?>
<?php if ($action->name === '_new'): ?>
      <?= $helper->linkToNew($action) ?>

<?php else: ?>
      <li class="sf_admin_action_<?= $action->name ?>">
        <?= $helper->customLink($action) ?>

      </li>
<?php endif ?>
<?php endif ?>
<?php endforeach ?>
