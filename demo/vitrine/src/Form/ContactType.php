<?php

declare(strict_types=1);

namespace Vitrine\Form;

use Symfony\Component\Form\AbstractType;
use Symfony\Component\Form\Extension\Core\Type\CheckboxType;
use Symfony\Component\Form\Extension\Core\Type\ChoiceType;
use Symfony\Component\Form\Extension\Core\Type\EmailType;
use Symfony\Component\Form\Extension\Core\Type\TelType;
use Symfony\Component\Form\Extension\Core\Type\TextareaType;
use Symfony\Component\Form\Extension\Core\Type\TextType;
use Symfony\Component\Form\FormBuilderInterface;
use Symfony\Component\OptionsResolver\OptionsResolver;
use Symfony\Component\Validator\Constraints\Email;
use Symfony\Component\Validator\Constraints\IsTrue;
use Symfony\Component\Validator\Constraints\Length;
use Symfony\Component\Validator\Constraints\NotBlank;

/** The fields of `demande` that a visitor fills, a consent, and a field only programs see. */
final class ContactType extends AbstractType
{
    public const TRAP = 'site_web';

    private const NEEDS = ['logement', 'ecole', 'garde', 'emploi_conjoint', 'demarches', 'reseau'];

    public function buildForm(FormBuilderInterface $builder, array $options): void
    {
        $builder
            ->add('type', ChoiceType::class, [
                'label' => 'contact.type',
                'expanded' => true,
                'choices' => ['contact.type.arrivant' => 'arrivant', 'contact.type.entreprise' => 'entreprise'],
                'constraints' => [new NotBlank()],
            ])
            ->add('civilite', ChoiceType::class, [
                'label' => 'contact.civilite',
                'required' => false,
                'placeholder' => '',
                'choices' => ['contact.civilite.mme' => 'Mme', 'contact.civilite.m' => 'M'],
            ])
            ->add('nom', TextType::class, self::text('contact.nom', 'family-name', 100))
            ->add('prenom', TextType::class, self::text('contact.prenom', 'given-name', 100))
            ->add('email', EmailType::class, [
                'label' => 'contact.email',
                'attr' => ['autocomplete' => 'email'],
                'constraints' => [new NotBlank(), new Email(['mode' => Email::VALIDATION_MODE_HTML5]), new Length(['max' => 255])],
            ])
            ->add('telephone', TelType::class, self::text('contact.telephone', 'tel', 30, false))
            ->add('societe', TextType::class, self::text('contact.societe', 'organization', 255, false))
            ->add('besoins', ChoiceType::class, [
                'label' => 'contact.besoins',
                'required' => false,
                'expanded' => true,
                'multiple' => true,
                'choices' => array_combine(array_map(static fn (string $need): string => "need.$need", self::NEEDS), self::NEEDS),
            ])
            ->add('message', TextareaType::class, [
                'label' => 'contact.message',
                'attr' => ['rows' => 7],
                'constraints' => [new NotBlank(), new Length(['max' => 5000])],
            ])
            ->add(self::TRAP, TextType::class, [
                'label' => 'contact.trap',
                'required' => false,
                'mapped' => false,
                'row_attr' => ['class' => 'apart'],
                'attr' => ['autocomplete' => 'off', 'tabindex' => '-1'],
            ])
            ->add('consentement', CheckboxType::class, [
                'label' => 'contact.consentement',
                'constraints' => [new IsTrue(['message' => 'contact.consentement.missing'])],
            ]);
    }

    public function configureOptions(OptionsResolver $resolver): void
    {
        $resolver->setDefaults(['csrf_token_id' => 'contact']);
    }

    public function getBlockPrefix(): string
    {
        return 'contact';
    }

    private static function text(string $label, string $autocomplete, int $longest, bool $isRequired = true): array
    {
        return [
            'label' => $label,
            'required' => $isRequired,
            'attr' => ['autocomplete' => $autocomplete],
            'constraints' => [new Length(['max' => $longest]), ...($isRequired ? [new NotBlank()] : [])],
        ];
    }
}
