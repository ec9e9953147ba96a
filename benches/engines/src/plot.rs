//! Two plots as SVG: the time a decision takes by entrant, and the time a pass takes by the number
//! of records.

use std::path::Path;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::race::{Growth, Results, float};
use crate::table::{WORKS, entrants, figures, is_ours, time};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type LogByLinear = Cartesian2d<LogCoord<f64>, RangedCoordf64>;

/// Three colours that those who see colours differently can tell apart.
const COLOURS: [RGBColor; 3] =
    [RGBColor(0, 114, 178), RGBColor(230, 159, 0), RGBColor(0, 158, 115)];

const INK: RGBColor = RGBColor(40, 40, 40);
const GRID: RGBColor = RGBColor(225, 225, 225);
const FONT: &str = "sans-serif";

/// Horizontal bars, three for each entrant, on a logarithmic scale.
pub(crate) fn latency(results: &Results, path: &Path) {
    let entrants = entrants(results);
    let height = 130 + 50 * u32::try_from(entrants.len()).expect("few entrants");
    let root = SVGBackend::new(path, (1_000, height)).into_drawing_area();
    root.fill(&WHITE).expect("an SVG");
    title(&root, "Nanoseconds of one decision, by engine");
    legend(&root, &["W1 apprentice removal", "W2 exam by alternatives", "W3 renewal"]);

    let rows = float(entrants.len());
    let mut chart = ChartBuilder::on(&root)
        .margin_top(64)
        .margin_right(80)
        .margin_bottom(6)
        .x_label_area_size(48)
        .y_label_area_size(250)
        .build_cartesian_2d((LEAST..1e6).log_scale(), 0.0..rows)
        .expect("a chart");
    chart
        .configure_mesh()
        .disable_y_mesh()
        .y_labels(0)
        .x_labels(8)
        .x_label_formatter(&|nanoseconds| span(*nanoseconds))
        .x_desc("processor time a decision, logarithmic scale (less is better)")
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .axis_style(GRID)
        .label_style((FONT, 14, &INK))
        .axis_desc_style((FONT, 14, &INK))
        .draw()
        .expect("a mesh");
    for (place, entrant) in entrants.iter().enumerate() {
        let top = rows - float(place);
        bars(&mut chart, results, entrant, top);
        let (left, middle) = chart.backend_coord(&(LEAST, top - 0.5));
        let weight = if is_ours(results, entrant) { FontStyle::Bold } else { FontStyle::Normal };
        let font = (FONT, 15).into_font().style(weight);
        let style = font.color(&INK).pos(Pos::new(HPos::Right, VPos::Center));
        root.draw(&Text::new(*entrant, (left - 10, middle), style)).expect("an SVG");
    }
    root.present().expect("an SVG");
}

/// The left edge of the bars, in nanoseconds.
const LEAST: f64 = 0.1;

/// The bars of one entrant, W1 topmost, each with its figure.
fn bars(
    chart: &mut ChartContext<'_, SVGBackend<'_>, LogByLinear>,
    results: &Results,
    entrant: &str,
    top: f64,
) {
    for (place, work) in WORKS.into_iter().enumerate() {
        let top = top - 0.14 - 0.24 * float(place);
        let Some(time) = time(results, entrant, work) else { continue };
        let nanoseconds = time.nanoseconds.unwrap_or(LEAST).max(LEAST);
        let bar =
            Rectangle::new([(LEAST, top), (nanoseconds, top - 0.22)], COLOURS[place].filled());
        let label = time.nanoseconds.map_or("cannot".to_owned(), figures);
        let style = text(11).pos(Pos::new(HPos::Left, VPos::Center));
        let label = EmptyElement::at((nanoseconds, top - 0.11)) + Text::new(label, (5, 0), style);
        chart.draw_series([bar]).expect("bars");
        chart.draw_series([label]).expect("a figure");
    }
}

/// A panel for each decision: the time of a pass over so many records, both on logarithmic scales.
pub(crate) fn records(results: &Results, path: &Path) {
    let root = SVGBackend::new(path, (1_200, 470)).into_drawing_area();
    root.fill(&WHITE).expect("an SVG");
    title(&root, "Time of a pass, by number of records");
    let mut names: Vec<&str> = Vec::new();
    for point in &results.growth {
        if !names.contains(&point.entrant) {
            names.push(point.entrant);
        }
    }
    legend(&root, &names);
    let (_, below) = root.split_vertically(64);
    for (panel, work) in below.split_evenly((1, WORKS.len())).iter().zip(WORKS) {
        let points: Vec<&Growth> = results.growth.iter().filter(|each| each.work == work).collect();
        growth(panel, work, &names, &points);
    }
    root.present().expect("an SVG");
}

fn growth(panel: &Area<'_>, work: &str, names: &[&str], points: &[&Growth]) {
    let most = points.iter().map(|point| point.nanoseconds).fold(1e3, f64::max);
    let least = points.iter().map(|point| point.nanoseconds).fold(most, f64::min);
    let power = |number: f64, step: f64| 10_f64.powf(number.log10().floor() + step);
    let mut chart = ChartBuilder::on(panel)
        .caption(work, (FONT, 16, &INK))
        .margin(10)
        .margin_right(44)
        .x_label_area_size(44)
        .y_label_area_size(70)
        .build_cartesian_2d(
            (1e3..1e6).log_scale(),
            (power(least, 0.0)..power(most, 1.0)).log_scale(),
        )
        .expect("a chart");
    chart
        .configure_mesh()
        .x_labels(4)
        .y_labels(8)
        .x_label_formatter(&|records| figures(*records))
        .y_label_formatter(&|nanoseconds| span(*nanoseconds))
        .x_desc("records")
        .y_desc("processor time")
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .axis_style(GRID)
        .label_style((FONT, 13, &INK))
        .axis_desc_style((FONT, 14, &INK))
        .draw()
        .expect("a mesh");
    for (name, colour) in names.iter().zip(COLOURS) {
        let line: Vec<(f64, f64)> = points
            .iter()
            .filter(|point| point.entrant == *name)
            .map(|point| (float(point.records), point.nanoseconds))
            .collect();
        chart.draw_series(LineSeries::new(line.clone(), colour.stroke_width(2))).expect("a line");
        chart
            .draw_series(line.into_iter().map(|point| Circle::new(point, 3, colour.filled())))
            .expect("points");
    }
}

fn title(root: &Area<'_>, words: &str) {
    root.draw(&Text::new(words.to_owned(), (20, 14), text(20))).expect("an SVG");
}

/// The names of the colours in one line below the title.
fn legend(root: &Area<'_>, names: &[&str]) {
    let mut left = 20;
    for (name, colour) in names.iter().zip(COLOURS) {
        let square = Rectangle::new([(left, 46), (left + 12, 58)], colour.filled());
        root.draw(&square).expect("an SVG");
        root.draw(&Text::new((*name).to_owned(), (left + 18, 45), text(14))).expect("an SVG");
        left += 50 + 8 * i32::try_from(name.len()).expect("a short name");
    }
}

fn text<'a>(size: u32) -> TextStyle<'a> {
    (FONT, size).into_font().color(&INK)
}

/// A power of ten of nanoseconds in the unit that fits.
fn span(nanoseconds: f64) -> String {
    let units = [(1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns")];
    let (unit, name) =
        units.into_iter().find(|(unit, _)| nanoseconds >= *unit * 0.999).unwrap_or((1.0, "ns"));
    let number = format!("{:.1}", nanoseconds / unit);
    format!("{} {name}", number.trim_end_matches(".0"))
}
