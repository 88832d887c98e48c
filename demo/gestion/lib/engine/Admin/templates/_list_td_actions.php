<?php
/**
 * @var Gestion\Model\Record $record
 * @var Gestion\Admin\AdminHelper $helper
 * @var Gestion\Admin\AdminConfiguration $configuration
 */
?>
          <td>
            <ul class="sf_admin_td_actions">
<?php foreach ($configuration->objectActions() as $action): ?>
<?php if ($helper->allows($action->credentials)): ?>
<?php if ($action->name === '_edit'): ?>
              <?= $helper->linkToEdit($action, $record) ?>

<?php elseif ($action->name === '_delete'): ?>
              <?= $helper->linkToDelete($action, $record) ?>

<?php else: ?>
              <li class="sf_admin_action_<?= $action->name ?>">
                <?= $helper->customLink($action, $record) ?>

              </li>
<?php endif ?>
<?php endif ?>
<?php endforeach ?>
            </ul>
          </td>
