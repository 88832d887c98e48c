<?php

declare(strict_types=1);

namespace Gestion\Config;

use Symfony\Component\Yaml\Yaml;

/**
 * A configuration file in symfony 1.4's dialect, compiled to PHP once per content.
 *
 * The dialect differs from today's YAML in two ways that are resolved before parsing: `<?php … ?>` is run,
 * and %CONSTANTS% are replaced (today's parser refuses a plain scalar that begins with a percent sign).
 */
final class YamlFile
{
    /** @var array<string, array<mixed>> */
    private static array $read = [];

    /**
     * @param array<string, string> $constants replacements of %NAME%
     *
     * @return array<mixed> an empty array when the file does not exist
     */
    public static function read(string $path, array $constants = []): array
    {
        if (!is_file($path)) {
            return [];
        }

        return self::$read[$path] ??= self::compiled($path, $constants);
    }

    /**
     * @param array<string, string> $constants
     *
     * @return array<mixed>
     */
    private static function compiled(string $path, array $constants): array
    {
        $text = (string) file_get_contents($path);
        $key = hash('xxh128', $path . "\0" . $text . "\0" . serialize($constants));
        $file = Project::variable('cache') . "/$key.php";
        if (is_file($file)) {
            return require $file;
        }
        $values = Yaml::parse(strtr(self::withoutPhp($text), $constants)) ?? [];
        $temporary = "$file." . getmypid();
        file_put_contents($temporary, '<?php return ' . var_export($values, true) . ';');
        rename($temporary, $file);

        return $values;
    }

    /** The text after its embedded PHP has run; comments that merely mention PHP are left alone. */
    private static function withoutPhp(string $text): string
    {
        if (!str_contains($text, '<?php')) {
            return $text;
        }
        ob_start();
        eval('?>' . $text);

        return (string) ob_get_clean();
    }
}
