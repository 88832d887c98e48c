<?php

declare(strict_types=1);

use Gestion\Form\Form;
use Gestion\Form\Validator\Boolean;
use Gestion\Form\Validator\UploadedFile;
use Gestion\Form\Widget\Checkbox;
use Gestion\Form\Widget\Input;

/** A document to attach. */
final class DocumentForm extends Form
{
    public function name(): string
    {
        return 'document';
    }

    protected function setup(): void
    {
        $this->addField('fichier', new Input('file'), new UploadedFile(), 'Fichier');
        $this->addField('confidentiel', new Checkbox(), new Boolean(), 'Confidentiel');
    }
}
