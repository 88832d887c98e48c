<?php
/**
 * @var Gestion\View\Html $h
 * @var Gestion\Control\Context $context
 * @var sfGuardFormSignin $form
 */
?>
<form action="<?= $h->url('@sf_guard_signin') ?>" method="post">
  <table>
    <tbody>
      <?= $form->renderTable() ?>
    </tbody>
    <tfoot>
      <tr>
        <td colspan="2">
          <input type="submit" value="<?= $context->translate('Signin') ?>" />
          <a href="<?= $h->url('@sf_guard_forgot_password') ?>"><?= $context->translate('Forgot your password?') ?></a>
        </td>
      </tr>
    </tfoot>
  </table>
</form>
