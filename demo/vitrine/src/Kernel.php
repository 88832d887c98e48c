<?php

declare(strict_types=1);

namespace Vitrine;

use Symfony\Bundle\FrameworkBundle\Kernel\MicroKernelTrait;
use Symfony\Component\HttpKernel\Kernel as BaseKernel;

/** The site: configuration in config/, everything written goes where the environment says. */
final class Kernel extends BaseKernel
{
    use MicroKernelTrait;

    public function getProjectDir(): string
    {
        return \dirname(__DIR__);
    }

    /** A folder of its own for each state of the code: production never rebuilds a container it has. */
    public function getCacheDir(): string
    {
        return $this->folder('FIGUIER_CACHE_DIR', 'cache').'/'.$this->environment.'-'.$this->fingerprint();
    }

    public function getLogDir(): string
    {
        return $this->folder('FIGUIER_LOG_DIR', 'log');
    }

    private function folder(string $variable, string $fallback): string
    {
        return getenv($variable) ?: sys_get_temp_dir().'/vitrine-'.posix_geteuid().'/'.$fallback;
    }

    private function fingerprint(): string
    {
        static $found = null;
        if (null === $found) {
            $known = self::VERSION.$this->getProjectDir();
            foreach (glob($this->getProjectDir().'/{config,config/*,src,src/*,translations}/*.{php,yaml}', \GLOB_BRACE) as $file) {
                $known .= $file.filemtime($file);
            }
            $found = hash('crc32b', $known);
        }

        return $found;
    }
}
