<?php
// Symfony's own components, asked one question: JSON in $argv[1], JSON out. Texts are in base64.
foreach (['Core', 'Csrf', 'Http', 'Guard'] as $part) { require_once "/usr/share/php/Symfony/Component/Security/$part/autoload.php"; }

use Symfony\Component\PropertyAccess\PropertyAccess;
use Symfony\Component\Security\Core\Authentication\Token\AnonymousToken;
use Symfony\Component\Security\Core\Authentication\Token\RememberMeToken;
use Symfony\Component\Security\Core\Authentication\Token\SwitchUserToken;
use Symfony\Component\Security\Core\Authentication\Token\UsernamePasswordToken;
use Symfony\Component\Security\Core\Signature\SignatureHasher;
use Symfony\Component\Security\Core\User\InMemoryUser;
use Symfony\Component\Security\Core\User\InMemoryUserProvider;
use Symfony\Component\Security\Csrf\CsrfToken;
use Symfony\Component\Security\Csrf\CsrfTokenManager;
use Symfony\Component\Security\Csrf\TokenGenerator\UriSafeTokenGenerator;
use Symfony\Component\Security\Csrf\TokenStorage\NativeSessionTokenStorage;
use Symfony\Component\Security\Guard\Token\PostAuthenticationGuardToken;
use Symfony\Component\Security\Http\Authenticator\Token\PostAuthenticationToken;
use Symfony\Component\Security\Http\RememberMe\RememberMeDetails;
use Symfony\Component\Security\Http\RememberMe\TokenBasedRememberMeServices;

error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);

final class Storage implements Symfony\Component\Security\Csrf\TokenStorage\TokenStorageInterface
{
    public array $tokens = [];
    public function getToken(string $id) { return $this->tokens[$id]; }
    public function setToken(string $id, string $token) { $this->tokens[$id] = $token; }
    public function removeToken(string $id) { unset($this->tokens[$id]); }
    public function hasToken(string $id) { return isset($this->tokens[$id]); }
}

$ask = json_decode($argv[1], true);
$user = new InMemoryUser('élodie', 'hache', ['ROLE_USER', 'ROLE_CONSEILLER']);
$roles = $user->getRoles();
switch ($ask['op']) {
    case 'tokens':
        $plain = new UsernamePasswordToken($user, 'main', $roles);
        $made = [
            'password' => $plain,
            'remember' => new RememberMeToken($user, 'main', 'secret'),
            'authenticator' => new PostAuthenticationToken($user, 'main', $roles),
            'guard' => new PostAuthenticationGuardToken($user, 'main', $roles),
            'switched' => new SwitchUserToken($user, 'main', $roles, $plain),
            'anonymous' => new AnonymousToken('secret', 'anon.'),
        ];
        echo json_encode(array_map(fn ($token) => base64_encode(serialize($token)), $made));
        break;
    case 'csrf':
        $storage = new Storage;
        $storage->tokens['form'] = $ask['stored'];
        $manager = new CsrfTokenManager(new UriSafeTokenGenerator, $storage, '');
        $valid = array_map(fn ($given) => $manager->isTokenValid(new CsrfToken('form', $given)), $ask['given']);
        echo json_encode(['valid' => $valid, 'veiled' => $manager->getToken('form')->getValue()]);
        break;
    case 'remember':
        $reflection = new ReflectionClass(TokenBasedRememberMeServices::class);
        $services = new TokenBasedRememberMeServices([new InMemoryUserProvider], $ask['secret'], 'main', ['name' => 'REMEMBERME']);
        $method = $reflection->getMethod('generateCookieValue');
        $method->setAccessible(true);
        $four = $method->invoke($services, InMemoryUser::class, 'élodie', $ask['expires'], 'hache');
        $hasher = new SignatureHasher(PropertyAccess::createPropertyAccessor(), ['password'], $ask['secret']);
        $five = new RememberMeDetails(InMemoryUser::class, 'élodie', $ask['expires'], $hasher->computeSignatureHash($user, $ask['expires']));
        echo json_encode([$four, $five->toString()]);
        break;
}
