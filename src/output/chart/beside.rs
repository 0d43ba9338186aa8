//! Charts of several replays beside each other.

use super::picture::{Picture, Shape, Text};
use super::{Story, balance, spend};

/// Pictures in a row.
const IN_ROW: usize = 2;

/// The balance over time of each replay, on one scale.
pub fn balances(stories: &[Story<'_>]) -> Picture {
    let reach: Vec<f64> = stories.iter().flat_map(balance::reach).collect();
    laid_out(stories.iter().map(|story| balance::draw(story, &reach)).collect())
}

/// Money by month of each replay, on one scale.
pub fn spends(stories: &[Story<'_>]) -> Picture {
    let reach: Vec<f64> = stories.iter().flat_map(spend::reach).collect();
    laid_out(stories.iter().map(|story| spend::draw(story, &reach)).collect())
}

/// In rows of two, each row as high as its highest.
fn laid_out(pictures: Vec<Picture>) -> Picture {
    let width = pictures.iter().map(|picture| picture.width).max().unwrap_or_default();
    let columns = i32::try_from(pictures.len().min(IN_ROW)).unwrap_or_default();
    let mut all = Picture::new(width * columns, 0);
    let mut rest = pictures.into_iter().peekable();
    while rest.peek().is_some() {
        let top = all.height;
        for (column, picture) in (0..).zip(rest.by_ref().take(IN_ROW)) {
            all.height = all.height.max(top + picture.height);
            let by = (f64::from(column * width), f64::from(top));
            all.shapes.extend(picture.shapes.into_iter().map(|shape| moved(shape, by)));
        }
    }
    all
}

fn moved(shape: Shape, (right, down): (f64, f64)) -> Shape {
    let point = |(x, y): (f64, f64)| (x + right, y + down);
    match shape {
        Shape::Rect { mut area, colour } => {
            (area.left, area.top) = point((area.left, area.top));
            (area.right, area.bottom) = point((area.right, area.bottom));
            Shape::Rect { area, colour }
        }
        Shape::Line { points, colour, width } => {
            Shape::Line { points: points.into_iter().map(point).collect(), colour, width }
        }
        Shape::Polygon { points, colour } => {
            Shape::Polygon { points: points.into_iter().map(point).collect(), colour }
        }
        Shape::Disc { middle, radius, colour } => Shape::Disc { middle: point(middle), radius, colour },
        Shape::Text(text) => Shape::Text(Text { at: point(text.at), ..text }),
    }
}
