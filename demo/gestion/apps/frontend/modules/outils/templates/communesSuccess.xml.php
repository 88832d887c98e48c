<?php
/**
 * @var Gestion\View\Html $h
 * @var list<Gestion\Model\Record> $communes
 */
echo "<communes>\n";
foreach ($communes as $commune) {
    echo "  <commune id=\"{$commune->id()}\" code_insee=\"{$h::escape($commune->text('code_insee'))}\">{$h::escape($commune->text('nom'))}</commune>\n";
}
echo "</communes>\n";
