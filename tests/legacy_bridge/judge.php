<?php
// PHP's own session module and serializer, asked one question a line: JSON in, JSON out, data in
// base64. Started by tests/fakes/php_judge.py.

class Prive { private $a = 1; protected $b = 'x'; public $c = null; }
class Bis extends Prive { public $d; }
class Vieux implements Serializable {
    public $v;
    public function serialize() { return serialize($this->v); }
    public function unserialize($data) { $this->v = unserialize($data); }
}
enum Statut: string { case A = 'a'; case B = 'b'; }

class Memory implements SessionHandlerInterface {
    public string $data = ''; public bool $destroyed = false; public ?string $written = null;
    public function open($path, $name): bool { return true; }
    public function close(): bool { return true; }
    public function read($id): string|false { return $this->data; }
    public function write($id, $data): bool { $this->written = $data; return true; }
    public function destroy($id): bool { $this->destroyed = true; return true; }
    public function gc($lifetime): int|false { return 0; }
}

function text(): string {
    $pieces = ['é', '€', '"', ';', '|', '}', "\0", "\xff", "\xc3", 'a', 'Zz', '0', '12', '-3', ' ', "\n", '!', '😀'];
    $made = '';
    for ($i = mt_rand(0, 6); $i > 0; $i--) { $made .= $pieces[mt_rand(0, count($pieces) - 1)]; }
    return $made;
}

function scalar() {
    switch (mt_rand(0, 8)) {
        case 0: return null;
        case 1: return (bool) mt_rand(0, 1);
        case 2: return mt_rand(-1000000, 1000000);
        case 3: return [PHP_INT_MAX, PHP_INT_MIN, 0, -1][mt_rand(0, 3)];
        case 4: return mt_rand(-1000000, 1000000) / mt_rand(1, 999983);
        case 5: return [0.1, -0.0, INF, -INF, 1e100, 1e15, 1.5e-7, 123456789012345678.0, 1e16, 1e17][mt_rand(0, 9)];
        default: return text();
    }
}

function value(int $depth, array &$seen) {
    $pick = $depth > 3 ? 0 : mt_rand(0, 11);
    if ($pick < 6) { return scalar(); }
    if ($pick < 9) {
        $made = [];
        for ($i = mt_rand(0, 5); $i > 0; $i--) {
            $key = mt_rand(0, 2) ? text() : mt_rand(-3, 9);
            if ($seen && !mt_rand(0, 9)) { $made[$key] = &$seen[array_rand($seen)]; continue; }
            $made[$key] = value($depth + 1, $seen);
            if (!mt_rand(0, 9)) { $seen[] = &$made[$key]; }
        }
        return $made;
    }
    if ($pick == 9) { $o = new Bis; $o->d = value($depth + 1, $seen); return $o; }
    if ($pick == 10) {
        $o = new stdClass; $o->nom = scalar();
        if (mt_rand(0, 1)) { $o->moi = $o; } else { $o->{'p' . mt_rand(0, 9)} = value($depth + 1, $seen); }
        return $o;
    }
    switch (mt_rand(0, 3)) {
        case 0: return mt_rand(0, 1) ? Statut::A : Statut::B;
        case 1: return new ArrayObject([value($depth + 1, $seen)]);
        case 2: return new DateTime('2011-11-23 10:00:00', new DateTimeZone('Europe/Paris'));
        default: $v = new Vieux; $v->v = $GLOBALS['sealed'] ? scalar() : null; return $GLOBALS['sealed'] ? $v : Statut::A;
    }
}

function session(string $handler, string $data): ?array {
    $memory = new Memory;
    $memory->data = $data;
    ini_set('session.serialize_handler', $handler);
    session_set_save_handler($memory, false);
    session_id('abc');
    @session_start();
    if ($memory->destroyed) { session_abort(); return null; }
    return $_SESSION;
}

function answer(array $ask) {
    $data = base64_decode($ask['data'] ?? '');
    switch ($ask['op']) {
        case 'generate':
            mt_srand($ask['seed']);
            $GLOBALS['sealed'] = $ask['sealed'] ?? false;
            session($ask['handler'], '');
            $seen = [];
            for ($i = mt_rand(0, 6); $i > 0; $i--) { $_SESSION['k' . $i . str_replace('|', '', text())] = value(0, $seen); }
            $made = session_encode();
            session_abort();
            return base64_encode((string) $made);
        case 'session':
            $read = session($ask['handler'], $data);
            if ($read === null) { return null; }
            $values = [];
            foreach ($read as $key => $value) { $values[] = [base64_encode((string) $key), base64_encode(serialize($value))]; }
            $again = session_encode();
            session_abort();
            return ['values' => $values, 'again' => base64_encode((string) $again)];
        case 'change':
            session($ask['handler'], $data);
            $last = array_pop($ask['path']);
            $at = &$_SESSION;
            foreach ($ask['path'] as $key) { $at = &$at[$key]; }
            if ($ask['value'] === null) { unset($at[$last]); } else { $at[$last] = $ask['value']; }
            unset($at);
            $again = session_encode();
            session_abort();
            return base64_encode((string) $again);
        case 'reserialize':
            $value = @unserialize($data);
            if ($value === false && $data !== 'b:0;') { return null; }
            return base64_encode(serialize($value));
        case 'json':
            return json_encode(unserialize($data), JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR);
    }
}

error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
ini_set('session.use_cookies', '0');
ini_set('session.use_only_cookies', '0');
ini_set('session.cache_limiter', '');
ini_set('session.use_strict_mode', '0');
ini_set('session.gc_probability', '0');
ini_set('serialize_precision', '-1');
ob_start();
while (($line = fgets(STDIN)) !== false) {
    try { $made = answer(json_decode($line, true)); } catch (Throwable $e) { session_abort(); $made = null; }
    fwrite(STDOUT, json_encode($made) . "\n");
}
