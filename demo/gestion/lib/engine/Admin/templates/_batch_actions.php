<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var Gestion\Admin\AdminHelper $helper
 * @var Gestion\Admin\AdminConfiguration $configuration
 */
if ($configuration->batchActions() === []) {
    return;
}
?>
      <li class="sf_admin_batch_actions_choice">
        <select name="batch_action">
          <option value=""><?= $context->translate('Choose an action') ?></option>
<?php foreach ($configuration->batchActions() as $action): ?>
<?php if ($helper->allows($action->credentials)): ?>
          <option value="<?= $action->batchMethod() ?>"><?= $h::escape($helper->label($action, 'Delete')) ?></option>
<?php endif ?>
<?php endforeach ?>
        </select>
        <input type="hidden" name="_csrf_token" value="<?= $context->csrfToken() ?>" />
        <input type="submit" value="<?= $context->translate('go') ?>" />
      </li>
