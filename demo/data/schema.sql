-- The business schema of the demo's legacy database, as Doctrine 1 would have made it (MariaDB 10.11, InnoDB).
--
-- Kept on purpose: created_at and updated_at NOT NULL without a default (PHP sets them), utf8mb3_general_ci everywhere but
-- in `partenaire` (latin1), serialized PHP arrays in longtext, no unique key on inscription(evenement_id, arrivant_id),
-- two foreign keys that were never declared (entreprise_contact.entreprise_id, journal.user_id).
-- Not here: the tables of Apostrophe (a_page, a_media_item, …); the *media_id columns are plain numbers until they come.

SET NAMES utf8mb4;
SET SESSION sql_mode = '';
SET SESSION foreign_key_checks = 0;

DROP TABLE IF EXISTS `document`, `parametre`, `journal`, `demande`, `implantation_session`, `implantation`, `demarche`,
  `demarche_type`, `accompagnement`, `candidature_conjoint`, `offre_emploi`, `inscription`, `evenement`, `visite`, `logement`,
  `recherche_logement`, `enfant`, `conjoint`, `arrivant`, `entreprise_contact`, `entreprise`, `partenaire`, `mode_garde`,
  `etablissement_scolaire`, `quartier`, `commune`, `utilisateur_profil`, `organisme`, `sf_guard_forgot_password`,
  `sf_guard_remember_key`, `sf_guard_group_permission`, `sf_guard_user_permission`, `sf_guard_user_group`,
  `sf_guard_permission`, `sf_guard_group`, `sf_guard_user`, `migration_versions`;

-- Accounts: sfDoctrineGuardPlugin 5 ---------------------------------------------------------------------------------------

CREATE TABLE `sf_guard_user` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `first_name` VARCHAR(255) DEFAULT NULL,
  `last_name` VARCHAR(255) DEFAULT NULL,
  `email_address` VARCHAR(255) NOT NULL,
  `username` VARCHAR(128) NOT NULL,
  `algorithm` VARCHAR(128) NOT NULL DEFAULT 'sha1',
  `salt` VARCHAR(128) DEFAULT NULL,
  `password` VARCHAR(128) DEFAULT NULL,
  `is_active` TINYINT(1) DEFAULT 1,
  `is_super_admin` TINYINT(1) DEFAULT 0,
  `last_login` DATETIME DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `email_address` (`email_address`),
  UNIQUE KEY `username` (`username`),
  KEY `is_active_idx_idx` (`is_active`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `sf_guard_group` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(255) DEFAULT NULL,
  `description` TEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `sf_guard_permission` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(255) DEFAULT NULL,
  `description` TEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `sf_guard_user_group` (
  `user_id` BIGINT NOT NULL,
  `group_id` BIGINT NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`user_id`, `group_id`),
  CONSTRAINT `sf_guard_user_group_user_id_sf_guard_user_id` FOREIGN KEY (`user_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE CASCADE,
  CONSTRAINT `sf_guard_user_group_group_id_sf_guard_group_id` FOREIGN KEY (`group_id`) REFERENCES `sf_guard_group` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `sf_guard_user_permission` (
  `user_id` BIGINT NOT NULL,
  `permission_id` BIGINT NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`user_id`, `permission_id`),
  CONSTRAINT `sf_guard_user_permission_user_id_sf_guard_user_id` FOREIGN KEY (`user_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE CASCADE,
  CONSTRAINT `sf_guard_user_permission_permission_id_sf_guard_permission_id` FOREIGN KEY (`permission_id`) REFERENCES `sf_guard_permission` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `sf_guard_group_permission` (
  `group_id` BIGINT NOT NULL,
  `permission_id` BIGINT NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`group_id`, `permission_id`),
  CONSTRAINT `sf_guard_group_permission_group_id_sf_guard_group_id` FOREIGN KEY (`group_id`) REFERENCES `sf_guard_group` (`id`) ON DELETE CASCADE,
  CONSTRAINT `sf_guard_group_permission_permission_id_sf_guard_permission_id` FOREIGN KEY (`permission_id`) REFERENCES `sf_guard_permission` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `sf_guard_remember_key` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `user_id` BIGINT DEFAULT NULL,
  `remember_key` VARCHAR(32) DEFAULT NULL,
  `ip_address` VARCHAR(50) DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `user_id_idx` (`user_id`),
  CONSTRAINT `sf_guard_remember_key_user_id_sf_guard_user_id` FOREIGN KEY (`user_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `sf_guard_forgot_password` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `user_id` BIGINT NOT NULL,
  `unique_key` VARCHAR(255) DEFAULT NULL,
  `expires_at` DATETIME NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `user_id_idx` (`user_id`),
  CONSTRAINT `sf_guard_forgot_password_user_id_sf_guard_user_id` FOREIGN KEY (`user_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `organisme` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `nom` VARCHAR(255) NOT NULL,
  `type` ENUM('chambre', 'metropole', 'entreprise', 'partenaire') NOT NULL DEFAULT 'chambre',
  `actif` TINYINT(1) DEFAULT 1,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `utilisateur_profil` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `sf_guard_user_id` BIGINT NOT NULL,
  `organisme_id` BIGINT DEFAULT NULL,
  `civilite` VARCHAR(5) DEFAULT NULL,
  `nom` VARCHAR(100) NOT NULL,
  `prenom` VARCHAR(100) NOT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `role` ENUM('administrateur', 'conseiller', 'assistant', 'partenaire_emploi', 'partenaire_logement', 'referent_entreprise', 'metropole_lecture', 'editeur_site') DEFAULT NULL,
  `signature` TEXT DEFAULT NULL,
  `preferences` LONGTEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `sf_guard_user_id` (`sf_guard_user_id`),
  KEY `organisme_id_idx` (`organisme_id`),
  CONSTRAINT `utilisateur_profil_sf_guard_user_id_sf_guard_user_id` FOREIGN KEY (`sf_guard_user_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE CASCADE,
  CONSTRAINT `utilisateur_profil_organisme_id_organisme_id` FOREIGN KEY (`organisme_id`) REFERENCES `organisme` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- Reference lists ---------------------------------------------------------------------------------------------------------

CREATE TABLE `commune` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `nom` VARCHAR(255) NOT NULL,
  `code_insee` VARCHAR(5) DEFAULT NULL,
  `code_postal` VARCHAR(5) DEFAULT NULL,
  `epci` VARCHAR(255) DEFAULT NULL,
  `latitude` DECIMAL(10,6) DEFAULT NULL,
  `longitude` DECIMAL(10,6) DEFAULT NULL,
  `slug` VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `commune_sluggable_idx` (`slug`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `quartier` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `commune_id` BIGINT NOT NULL,
  `nom` VARCHAR(255) NOT NULL,
  `description` LONGTEXT DEFAULT NULL,
  `slug` VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `quartier_sluggable_idx` (`slug`),
  KEY `commune_id_idx` (`commune_id`),
  CONSTRAINT `quartier_commune_id_commune_id` FOREIGN KEY (`commune_id`) REFERENCES `commune` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- No ON DELETE: a commune that has a school cannot be deleted (error 1451).
CREATE TABLE `etablissement_scolaire` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `nom` VARCHAR(255) NOT NULL,
  `type` ENUM('maternelle', 'elementaire', 'college', 'lycee', 'superieur') NOT NULL DEFAULT 'elementaire',
  `statut` ENUM('public', 'prive') NOT NULL DEFAULT 'public',
  `uai` VARCHAR(8) DEFAULT NULL,
  `adresse` VARCHAR(255) DEFAULT NULL,
  `commune_id` BIGINT DEFAULT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `email` VARCHAR(255) DEFAULT NULL,
  `url` VARCHAR(255) DEFAULT NULL,
  `langues` VARCHAR(255) DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  `slug` VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `etablissement_scolaire_sluggable_idx` (`slug`),
  KEY `commune_id_idx` (`commune_id`),
  CONSTRAINT `etablissement_scolaire_commune_id_commune_id` FOREIGN KEY (`commune_id`) REFERENCES `commune` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `mode_garde` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `nom` VARCHAR(255) NOT NULL,
  `type` ENUM('creche', 'micro_creche', 'assistante_maternelle', 'halte', 'periscolaire') NOT NULL DEFAULT 'creche',
  `capacite` INT DEFAULT NULL,
  `adresse` VARCHAR(255) DEFAULT NULL,
  `commune_id` BIGINT DEFAULT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `horaires` VARCHAR(255) DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  `slug` VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `mode_garde_sluggable_idx` (`slug`),
  KEY `commune_id_idx` (`commune_id`),
  CONSTRAINT `mode_garde_commune_id_commune_id` FOREIGN KEY (`commune_id`) REFERENCES `commune` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- The oldest table: latin1 (that is, windows-1252); a character outside it becomes "?" under the lax sql_mode.
CREATE TABLE `partenaire` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `nom` VARCHAR(255) NOT NULL,
  `categorie` ENUM('logement', 'emploi', 'ecole', 'administration', 'loisir') NOT NULL DEFAULT 'logement',
  `url` VARCHAR(255) DEFAULT NULL,
  `contact` VARCHAR(255) DEFAULT NULL,
  `email` VARCHAR(255) DEFAULT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `lien_reciproque` TINYINT(1) DEFAULT 0,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  `slug` VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `partenaire_sluggable_idx` (`slug`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci;

CREATE TABLE `demarche_type` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `libelle` VARCHAR(255) NOT NULL,
  `libelle_en` VARCHAR(255) DEFAULT NULL,
  `categorie` ENUM('energie', 'telecom', 'banque', 'sante', 'titre_sejour', 'impots', 'transport') NOT NULL DEFAULT 'energie',
  `delai_jours` INT DEFAULT NULL,
  `ordre` INT DEFAULT NULL,
  `slug` VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `demarche_type_sluggable_idx` (`slug`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- Companies ---------------------------------------------------------------------------------------------------------------

CREATE TABLE `entreprise` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `raison_sociale` VARCHAR(200) NOT NULL,
  `siret` VARCHAR(20) DEFAULT NULL,
  `naf` VARCHAR(5) DEFAULT NULL,
  `effectif` INT DEFAULT NULL,
  `adresse` VARCHAR(255) DEFAULT NULL,
  `commune_id` BIGINT DEFAULT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `site_web` VARCHAR(255) DEFAULT NULL,
  `est_partenaire` TINYINT(1) DEFAULT 0,
  `referent_id` BIGINT DEFAULT NULL,
  `notes` LONGTEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  `slug` VARCHAR(255) DEFAULT NULL,
  `deleted_at` DATETIME DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `entreprise_sluggable_idx` (`slug`),
  KEY `commune_id_idx` (`commune_id`),
  KEY `referent_id_idx` (`referent_id`),
  CONSTRAINT `entreprise_commune_id_commune_id` FOREIGN KEY (`commune_id`) REFERENCES `commune` (`id`) ON DELETE SET NULL,
  CONSTRAINT `entreprise_referent_id_sf_guard_user_id` FOREIGN KEY (`referent_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- entreprise_id was never declared a foreign key: rows of companies deleted long ago are still here.
CREATE TABLE `entreprise_contact` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `entreprise_id` BIGINT NOT NULL,
  `civilite` VARCHAR(5) DEFAULT NULL,
  `nom` VARCHAR(100) NOT NULL,
  `prenom` VARCHAR(100) DEFAULT NULL,
  `fonction` VARCHAR(255) DEFAULT NULL,
  `email` VARCHAR(255) DEFAULT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `principal` TINYINT(1) DEFAULT 0,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `entreprise_id_idx` (`entreprise_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- Newcomers ---------------------------------------------------------------------------------------------------------------

CREATE TABLE `arrivant` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `numero_dossier` VARCHAR(12) NOT NULL,
  `civilite` ENUM('M', 'Mme') DEFAULT NULL,
  `nom` VARCHAR(100) NOT NULL,
  `nom_usage` VARCHAR(100) DEFAULT NULL,
  `prenom` VARCHAR(100) NOT NULL,
  `date_naissance` DATE DEFAULT NULL,
  `nationalite` VARCHAR(2) DEFAULT 'FR',
  `email` VARCHAR(255) DEFAULT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `langue` ENUM('fr', 'en', 'es', 'de') NOT NULL DEFAULT 'fr',
  `entreprise_id` BIGINT DEFAULT NULL,
  `poste` VARCHAR(255) DEFAULT NULL,
  `type_contrat` VARCHAR(20) DEFAULT NULL,
  `date_embauche` DATE DEFAULT NULL,
  `date_arrivee` DATE DEFAULT NULL,
  `date_installation` DATE DEFAULT NULL,
  `adresse_actuelle` VARCHAR(255) DEFAULT NULL,
  `commune_id` BIGINT DEFAULT NULL,
  `est_expatrie` TINYINT(1) DEFAULT 0,
  `origine_region` VARCHAR(100) DEFAULT NULL,
  `origine_pays` VARCHAR(2) DEFAULT 'FR',
  `statut` ENUM('contact', 'en_cours', 'installe', 'clos', 'abandonne') NOT NULL DEFAULT 'contact',
  `conseiller_id` BIGINT DEFAULT NULL,
  `source` ENUM('formulaire', 'entreprise', 'telephone', 'salon') DEFAULT NULL,
  `consentement_rgpd` TINYINT(1) DEFAULT 0,
  `consentement_date` DATETIME DEFAULT NULL,
  `archive_le` DATETIME DEFAULT NULL,
  `notes` LONGTEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  `deleted_at` DATETIME DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `numero_dossier` (`numero_dossier`),
  KEY `nom_idx_idx` (`nom`),
  KEY `statut_idx_idx` (`statut`),
  KEY `entreprise_id_idx` (`entreprise_id`),
  KEY `commune_id_idx` (`commune_id`),
  KEY `conseiller_id_idx` (`conseiller_id`),
  CONSTRAINT `arrivant_entreprise_id_entreprise_id` FOREIGN KEY (`entreprise_id`) REFERENCES `entreprise` (`id`) ON DELETE SET NULL,
  CONSTRAINT `arrivant_commune_id_commune_id` FOREIGN KEY (`commune_id`) REFERENCES `commune` (`id`) ON DELETE SET NULL,
  CONSTRAINT `arrivant_conseiller_id_sf_guard_user_id` FOREIGN KEY (`conseiller_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `conjoint` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `arrivant_id` BIGINT NOT NULL,
  `civilite` VARCHAR(5) DEFAULT NULL,
  `nom` VARCHAR(100) NOT NULL,
  `prenom` VARCHAR(100) NOT NULL,
  `date_naissance` DATE DEFAULT NULL,
  `email` VARCHAR(255) DEFAULT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `profession` VARCHAR(255) DEFAULT NULL,
  `niveau_etude` VARCHAR(50) DEFAULT NULL,
  `recherche_emploi` TINYINT(1) DEFAULT 0,
  `secteurs` LONGTEXT DEFAULT NULL,
  `cv_media_id` BIGINT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `arrivant_id` (`arrivant_id`),
  CONSTRAINT `conjoint_arrivant_id_arrivant_id` FOREIGN KEY (`arrivant_id`) REFERENCES `arrivant` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `enfant` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `arrivant_id` BIGINT NOT NULL,
  `prenom` VARCHAR(100) NOT NULL,
  `date_naissance` DATE DEFAULT NULL,
  `sexe` VARCHAR(1) DEFAULT NULL,
  `besoin` ENUM('aucun', 'garde', 'ecole', 'college', 'lycee', 'superieur') NOT NULL DEFAULT 'aucun',
  `etablissement_id` BIGINT DEFAULT NULL,
  `mode_garde_id` BIGINT DEFAULT NULL,
  `rentree_annee` INT DEFAULT NULL,
  `statut_inscription` ENUM('a_faire', 'demandee', 'inscrit', 'liste_attente') DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `arrivant_id_idx` (`arrivant_id`),
  KEY `etablissement_id_idx` (`etablissement_id`),
  KEY `mode_garde_id_idx` (`mode_garde_id`),
  CONSTRAINT `enfant_arrivant_id_arrivant_id` FOREIGN KEY (`arrivant_id`) REFERENCES `arrivant` (`id`) ON DELETE CASCADE,
  CONSTRAINT `enfant_etablissement_id_etablissement_scolaire_id` FOREIGN KEY (`etablissement_id`) REFERENCES `etablissement_scolaire` (`id`) ON DELETE SET NULL,
  CONSTRAINT `enfant_mode_garde_id_mode_garde_id` FOREIGN KEY (`mode_garde_id`) REFERENCES `mode_garde` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- Housing -----------------------------------------------------------------------------------------------------------------

CREATE TABLE `recherche_logement` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `arrivant_id` BIGINT NOT NULL,
  `type` ENUM('location', 'achat') NOT NULL DEFAULT 'location',
  `nature` ENUM('maison', 'appartement', 'meuble') NOT NULL DEFAULT 'appartement',
  `surface_min` INT DEFAULT NULL,
  `pieces_min` INT DEFAULT NULL,
  `budget_max` DECIMAL(10,2) DEFAULT NULL,
  `communes` LONGTEXT DEFAULT NULL,
  `date_souhaitee` DATE DEFAULT NULL,
  `animaux` TINYINT(1) DEFAULT 0,
  `meuble` TINYINT(1) DEFAULT 0,
  `statut` ENUM('active', 'suspendue', 'aboutie', 'abandonnee') NOT NULL DEFAULT 'active',
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `arrivant_id_idx` (`arrivant_id`),
  CONSTRAINT `recherche_logement_arrivant_id_arrivant_id` FOREIGN KEY (`arrivant_id`) REFERENCES `arrivant` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `logement` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `reference` VARCHAR(20) NOT NULL,
  `type` ENUM('location', 'achat') NOT NULL DEFAULT 'location',
  `nature` ENUM('maison', 'appartement', 'meuble') NOT NULL DEFAULT 'appartement',
  `surface` DECIMAL(7,2) DEFAULT NULL,
  `pieces` INT DEFAULT NULL,
  `loyer` DECIMAL(10,2) DEFAULT NULL,
  `charges` DECIMAL(10,2) DEFAULT NULL,
  `depot` DECIMAL(10,2) DEFAULT NULL,
  `dpe` ENUM('A', 'B', 'C', 'D', 'E', 'F', 'G') DEFAULT NULL,
  `adresse` VARCHAR(255) DEFAULT NULL,
  `commune_id` BIGINT DEFAULT NULL,
  `quartier_id` BIGINT DEFAULT NULL,
  `proprietaire_type` VARCHAR(20) DEFAULT NULL,
  `agence_id` BIGINT DEFAULT NULL,
  `disponible_le` DATE DEFAULT NULL,
  `statut` ENUM('disponible', 'option', 'loue', 'retire') NOT NULL DEFAULT 'disponible',
  `description` LONGTEXT DEFAULT NULL,
  `media` LONGTEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  `deleted_at` DATETIME DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `commune_id_idx` (`commune_id`),
  KEY `quartier_id_idx` (`quartier_id`),
  KEY `agence_id_idx` (`agence_id`),
  CONSTRAINT `logement_commune_id_commune_id` FOREIGN KEY (`commune_id`) REFERENCES `commune` (`id`) ON DELETE SET NULL,
  CONSTRAINT `logement_quartier_id_quartier_id` FOREIGN KEY (`quartier_id`) REFERENCES `quartier` (`id`) ON DELETE SET NULL,
  CONSTRAINT `logement_agence_id_partenaire_id` FOREIGN KEY (`agence_id`) REFERENCES `partenaire` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `visite` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `logement_id` BIGINT NOT NULL,
  `arrivant_id` BIGINT NOT NULL,
  `accompagnateur_id` BIGINT DEFAULT NULL,
  `debut` DATETIME NOT NULL,
  `fin` DATETIME DEFAULT NULL,
  `statut` ENUM('planifiee', 'faite', 'annulee') NOT NULL DEFAULT 'planifiee',
  `compte_rendu` LONGTEXT DEFAULT NULL,
  `note` INT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `logement_id_idx` (`logement_id`),
  KEY `arrivant_id_idx` (`arrivant_id`),
  KEY `accompagnateur_id_idx` (`accompagnateur_id`),
  CONSTRAINT `visite_logement_id_logement_id` FOREIGN KEY (`logement_id`) REFERENCES `logement` (`id`) ON DELETE CASCADE,
  CONSTRAINT `visite_arrivant_id_arrivant_id` FOREIGN KEY (`arrivant_id`) REFERENCES `arrivant` (`id`) ON DELETE CASCADE,
  CONSTRAINT `visite_accompagnateur_id_sf_guard_user_id` FOREIGN KEY (`accompagnateur_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- Events ------------------------------------------------------------------------------------------------------------------

CREATE TABLE `evenement` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `titre` VARCHAR(255) NOT NULL,
  `type` ENUM('accueil', 'visite', 'atelier', 'dejeuner', 'soiree') NOT NULL DEFAULT 'accueil',
  `description` LONGTEXT DEFAULT NULL,
  `debut` DATETIME NOT NULL,
  `fin` DATETIME DEFAULT NULL,
  `lieu` VARCHAR(255) DEFAULT NULL,
  `commune_id` BIGINT DEFAULT NULL,
  `capacite` INT DEFAULT NULL,
  `ouvert_conjoint` TINYINT(1) DEFAULT 1,
  `ouvert_enfants` TINYINT(1) DEFAULT 0,
  `publie` TINYINT(1) NOT NULL DEFAULT 0,
  `inscription_limite` DATETIME DEFAULT NULL,
  `organisateur_id` BIGINT DEFAULT NULL,
  `media_id` BIGINT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  `slug` VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `evenement_sluggable_idx` (`slug`),
  KEY `debut_idx_idx` (`debut`),
  KEY `commune_id_idx` (`commune_id`),
  KEY `organisateur_id_idx` (`organisateur_id`),
  CONSTRAINT `evenement_commune_id_commune_id` FOREIGN KEY (`commune_id`) REFERENCES `commune` (`id`) ON DELETE SET NULL,
  CONSTRAINT `evenement_organisateur_id_sf_guard_user_id` FOREIGN KEY (`organisateur_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- (evenement_id, arrivant_id) should be unique and is not: duplicates exist.
CREATE TABLE `inscription` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `evenement_id` BIGINT NOT NULL,
  `arrivant_id` BIGINT NOT NULL,
  `conjoint` TINYINT(1) DEFAULT 0,
  `nb_enfants` INT DEFAULT 0,
  `statut` ENUM('invite', 'inscrit', 'liste_attente', 'present', 'absent', 'annule') NOT NULL DEFAULT 'inscrit',
  `commentaire` TEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `evenement_id_idx` (`evenement_id`),
  KEY `arrivant_id_idx` (`arrivant_id`),
  CONSTRAINT `inscription_evenement_id_evenement_id` FOREIGN KEY (`evenement_id`) REFERENCES `evenement` (`id`) ON DELETE CASCADE,
  CONSTRAINT `inscription_arrivant_id_arrivant_id` FOREIGN KEY (`arrivant_id`) REFERENCES `arrivant` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- Partners' employment ----------------------------------------------------------------------------------------------------

CREATE TABLE `offre_emploi` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `entreprise_id` BIGINT DEFAULT NULL,
  `intitule` VARCHAR(255) NOT NULL,
  `secteur` VARCHAR(100) DEFAULT NULL,
  `contrat` VARCHAR(20) DEFAULT NULL,
  `lieu` VARCHAR(255) DEFAULT NULL,
  `description` LONGTEXT DEFAULT NULL,
  `publiee_le` DATE DEFAULT NULL,
  `expire_le` DATE DEFAULT NULL,
  `url` VARCHAR(255) DEFAULT NULL,
  `statut` ENUM('ouverte', 'pourvue', 'expiree') NOT NULL DEFAULT 'ouverte',
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  `deleted_at` DATETIME DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `entreprise_id_idx` (`entreprise_id`),
  CONSTRAINT `offre_emploi_entreprise_id_entreprise_id` FOREIGN KEY (`entreprise_id`) REFERENCES `entreprise` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `candidature_conjoint` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `conjoint_id` BIGINT NOT NULL,
  `offre_emploi_id` BIGINT DEFAULT NULL,
  `entreprise_id` BIGINT DEFAULT NULL,
  `date` DATE DEFAULT NULL,
  `statut` ENUM('envoyee', 'relance', 'entretien', 'retenue', 'refusee') NOT NULL DEFAULT 'envoyee',
  `commentaire` TEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `conjoint_id_idx` (`conjoint_id`),
  KEY `offre_emploi_id_idx` (`offre_emploi_id`),
  KEY `entreprise_id_idx` (`entreprise_id`),
  CONSTRAINT `candidature_conjoint_conjoint_id_conjoint_id` FOREIGN KEY (`conjoint_id`) REFERENCES `conjoint` (`id`) ON DELETE CASCADE,
  CONSTRAINT `candidature_conjoint_offre_emploi_id_offre_emploi_id` FOREIGN KEY (`offre_emploi_id`) REFERENCES `offre_emploi` (`id`) ON DELETE SET NULL,
  CONSTRAINT `candidature_conjoint_entreprise_id_entreprise_id` FOREIGN KEY (`entreprise_id`) REFERENCES `entreprise` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- Support -----------------------------------------------------------------------------------------------------------------

-- Exactly one of arrivant_id and entreprise_id, which nothing enforces.
CREATE TABLE `accompagnement` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `arrivant_id` BIGINT DEFAULT NULL,
  `entreprise_id` BIGINT DEFAULT NULL,
  `type` ENUM('standard', 'expatrie', 'implantation') NOT NULL DEFAULT 'standard',
  `ouvert_le` DATE DEFAULT NULL,
  `clos_le` DATE DEFAULT NULL,
  `referent_id` BIGINT DEFAULT NULL,
  `bilan` LONGTEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `arrivant_id_idx` (`arrivant_id`),
  KEY `entreprise_id_idx` (`entreprise_id`),
  KEY `referent_id_idx` (`referent_id`),
  CONSTRAINT `accompagnement_arrivant_id_arrivant_id` FOREIGN KEY (`arrivant_id`) REFERENCES `arrivant` (`id`) ON DELETE CASCADE,
  CONSTRAINT `accompagnement_entreprise_id_entreprise_id` FOREIGN KEY (`entreprise_id`) REFERENCES `entreprise` (`id`) ON DELETE CASCADE,
  CONSTRAINT `accompagnement_referent_id_sf_guard_user_id` FOREIGN KEY (`referent_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `demarche` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `accompagnement_id` BIGINT NOT NULL,
  `demarche_type_id` BIGINT NOT NULL,
  `statut` ENUM('a_faire', 'en_cours', 'faite', 'sans_objet') NOT NULL DEFAULT 'a_faire',
  `echeance` DATE DEFAULT NULL,
  `faite_le` DATE DEFAULT NULL,
  `par_id` BIGINT DEFAULT NULL,
  `commentaire` TEXT DEFAULT NULL,
  `piece_media_id` BIGINT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `accompagnement_id_idx` (`accompagnement_id`),
  KEY `demarche_type_id_idx` (`demarche_type_id`),
  KEY `par_id_idx` (`par_id`),
  CONSTRAINT `demarche_accompagnement_id_accompagnement_id` FOREIGN KEY (`accompagnement_id`) REFERENCES `accompagnement` (`id`) ON DELETE CASCADE,
  CONSTRAINT `demarche_demarche_type_id_demarche_type_id` FOREIGN KEY (`demarche_type_id`) REFERENCES `demarche_type` (`id`),
  CONSTRAINT `demarche_par_id_sf_guard_user_id` FOREIGN KEY (`par_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `implantation` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `entreprise_id` BIGINT DEFAULT NULL,
  `nature` ENUM('creation', 'developpement', 'transfert', 'delocalisation') NOT NULL DEFAULT 'creation',
  `etape` ENUM('prospect', 'presentation', 'decision', 'transfert', 'cloturee', 'abandonnee') NOT NULL DEFAULT 'prospect',
  `effectif_prevu` INT DEFAULT NULL,
  `date_decision` DATE DEFAULT NULL,
  `site_origine` VARCHAR(255) DEFAULT NULL,
  `referent_id` BIGINT DEFAULT NULL,
  `notes` LONGTEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `entreprise_id_idx` (`entreprise_id`),
  KEY `referent_id_idx` (`referent_id`),
  CONSTRAINT `implantation_entreprise_id_entreprise_id` FOREIGN KEY (`entreprise_id`) REFERENCES `entreprise` (`id`) ON DELETE SET NULL,
  CONSTRAINT `implantation_referent_id_sf_guard_user_id` FOREIGN KEY (`referent_id`) REFERENCES `sf_guard_user` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `implantation_session` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `implantation_id` BIGINT NOT NULL,
  `type` ENUM('presentation_site', 'visite_groupe') NOT NULL DEFAULT 'presentation_site',
  `debut` DATETIME NOT NULL,
  `lieu` VARCHAR(255) DEFAULT NULL,
  `participants` INT DEFAULT NULL,
  `compte_rendu` LONGTEXT DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `implantation_id_idx` (`implantation_id`),
  CONSTRAINT `implantation_session_implantation_id_implantation_id` FOREIGN KEY (`implantation_id`) REFERENCES `implantation` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- Requests, audit, attachments, settings ----------------------------------------------------------------------------------

-- Written by the vitrine's contact form, read by gestion.
CREATE TABLE `demande` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `origine` ENUM('vitrine', 'telephone', 'mail') NOT NULL DEFAULT 'vitrine',
  `type` ENUM('arrivant', 'entreprise') NOT NULL DEFAULT 'arrivant',
  `civilite` VARCHAR(5) DEFAULT NULL,
  `nom` VARCHAR(100) NOT NULL,
  `prenom` VARCHAR(100) DEFAULT NULL,
  `email` VARCHAR(255) DEFAULT NULL,
  `telephone` VARCHAR(30) DEFAULT NULL,
  `societe` VARCHAR(255) DEFAULT NULL,
  `message` LONGTEXT DEFAULT NULL,
  `besoins` LONGTEXT DEFAULT NULL,
  `ip` VARCHAR(45) DEFAULT NULL,
  `user_agent` VARCHAR(255) DEFAULT NULL,
  `consentement` TINYINT(1) DEFAULT 0,
  `statut` ENUM('nouvelle', 'affectee', 'traitee', 'spam') NOT NULL DEFAULT 'nouvelle',
  `affectee_a` BIGINT DEFAULT NULL,
  `arrivant_id` BIGINT DEFAULT NULL,
  `entreprise_id` BIGINT DEFAULT NULL,
  `traitee_le` DATETIME DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `statut_idx_idx` (`statut`),
  KEY `affectee_a_idx` (`affectee_a`),
  KEY `arrivant_id_idx` (`arrivant_id`),
  KEY `entreprise_id_idx` (`entreprise_id`),
  CONSTRAINT `demande_affectee_a_sf_guard_user_id` FOREIGN KEY (`affectee_a`) REFERENCES `sf_guard_user` (`id`) ON DELETE SET NULL,
  CONSTRAINT `demande_arrivant_id_arrivant_id` FOREIGN KEY (`arrivant_id`) REFERENCES `arrivant` (`id`) ON DELETE SET NULL,
  CONSTRAINT `demande_entreprise_id_entreprise_id` FOREIGN KEY (`entreprise_id`) REFERENCES `entreprise` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- user_id was never declared a foreign key: the audit outlives the accounts.
CREATE TABLE `journal` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `user_id` BIGINT DEFAULT NULL,
  `action` VARCHAR(50) NOT NULL,
  `modele` VARCHAR(100) DEFAULT NULL,
  `modele_id` BIGINT DEFAULT NULL,
  `avant` LONGTEXT DEFAULT NULL,
  `apres` LONGTEXT DEFAULT NULL,
  `ip` VARCHAR(45) DEFAULT NULL,
  `created_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `user_id_idx` (`user_id`),
  KEY `modele_idx_idx` (`modele`, `modele_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `document` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `modele` VARCHAR(100) NOT NULL,
  `modele_id` BIGINT NOT NULL,
  `media_id` BIGINT DEFAULT NULL,
  `fichier` VARCHAR(255) DEFAULT NULL,
  `nom_original` VARCHAR(255) DEFAULT NULL,
  `mime` VARCHAR(100) DEFAULT NULL,
  `taille` INT DEFAULT NULL,
  `confidentiel` TINYINT(1) DEFAULT 0,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`id`),
  KEY `modele_idx_idx` (`modele`, `modele_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE `parametre` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `cle` VARCHAR(100) NOT NULL,
  `valeur` LONGTEXT DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `cle` (`cle`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

-- The vitrine's (Symfony 4.4): Doctrine Migrations 2.
CREATE TABLE `migration_versions` (
  `version` VARCHAR(14) NOT NULL,
  `executed_at` DATETIME NOT NULL COMMENT '(DC2Type:datetime_immutable)',
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

SET SESSION foreign_key_checks = 1;
