<?php
/**
 * @var Gestion\View\Page $page
 * @var Gestion\Form\DoctrineForm $form
 * @var Gestion\Admin\AdminHelper $helper
 * @var Gestion\Admin\AdminConfiguration $configuration
 */
echo $page->template('_form_page', ['form' => $form, 'helper' => $helper, 'configuration' => $configuration, 'mode' => 'edit']);
