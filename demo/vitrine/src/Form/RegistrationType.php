<?php

declare(strict_types=1);

namespace Vitrine\Form;

use Symfony\Component\Form\AbstractType;
use Symfony\Component\Form\Extension\Core\Type\CheckboxType;
use Symfony\Component\Form\Extension\Core\Type\EmailType;
use Symfony\Component\Form\Extension\Core\Type\IntegerType;
use Symfony\Component\Form\Extension\Core\Type\TextType;
use Symfony\Component\Form\FormBuilderInterface;
use Symfony\Component\OptionsResolver\OptionsResolver;
use Symfony\Component\Validator\Constraints\Email;
use Symfony\Component\Validator\Constraints\Length;
use Symfony\Component\Validator\Constraints\NotBlank;
use Symfony\Component\Validator\Constraints\Range;
use Symfony\Component\Validator\Constraints\Regex;

/** A household's registration for an event. */
final class RegistrationType extends AbstractType
{
    public function buildForm(FormBuilderInterface $builder, array $options): void
    {
        $builder
            ->add('numero_dossier', TextType::class, [
                'label' => 'registration.number',
                'help' => 'registration.number.help',
                'constraints' => [new NotBlank(), new Regex(['pattern' => '/^\d{4}-\d{4}$/', 'message' => 'registration.number.wrong'])],
            ])
            ->add('email', EmailType::class, [
                'label' => 'contact.email',
                'attr' => ['autocomplete' => 'email'],
                'constraints' => [new NotBlank(), new Email(['mode' => Email::VALIDATION_MODE_HTML5])],
            ]);
        if ($options['with_partner']) {
            $builder->add('conjoint', CheckboxType::class, ['label' => 'registration.partner', 'required' => false]);
        }
        if ($options['with_children']) {
            $builder->add('nb_enfants', IntegerType::class, [
                'label' => 'registration.children',
                'required' => false,
                'empty_data' => '0',
                'attr' => ['min' => 0, 'max' => 12],
                'constraints' => [new Range(['min' => 0, 'max' => 12])],
            ]);
        }
        $builder->add('commentaire', TextType::class, [
            'label' => 'registration.comment',
            'required' => false,
            'constraints' => [new Length(['max' => 255])],
        ]);
    }

    public function configureOptions(OptionsResolver $resolver): void
    {
        $resolver->setDefaults(['csrf_token_id' => 'inscription']);
        $resolver->setRequired(['with_partner', 'with_children']);
        $resolver->setAllowedTypes('with_partner', 'bool');
        $resolver->setAllowedTypes('with_children', 'bool');
    }

    public function getBlockPrefix(): string
    {
        return 'inscription';
    }
}
