<?php

declare(strict_types=1);

use Gestion\Admin\CsvExport;
use Gestion\Control\Actions;
use Gestion\Control\View;
use Gestion\Http\Request;

/** Yearly figures, on a page and as CSV. */
final class statistiqueActions extends Actions
{
    private function figures(): YearFigures
    {
        $role = Role::of($this->context);

        return new YearFigures($this->store->database, in_array($role, ['metropole_lecture', 'referent_entreprise'], true));
    }

    public function executeIndex(Request $request): View
    {
        $figures = $this->figures();
        $years = [];
        foreach ($figures->years() as $year) {
            $years[$year] = $figures->of($year);
        }
        $this->context->title = 'Statistiques';

        return $this->view('indexSuccess', ['years' => $years]);
    }

    public function executeAnnee(Request $request): null
    {
        $year = (int) $request->text('annee');
        $this->notFoundUnless(in_array($year, $this->figures()->years(), true));
        $content = "\xEF\xBB\xBF" . CsvExport::line(['Indicateur', (string) $year]);
        foreach ($this->figures()->of($year) as $label => $figure) {
            $content .= CsvExport::line([$label, $figure]);
        }

        return $this->download($content, 'text/csv', "statistiques-$year.csv");
    }
}
