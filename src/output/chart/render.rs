//! Pictures to bytes, by plotters' two backends.

use super::font::{self, SIZE_PER_EM};
use super::palette::{Colour, PAPER};
use super::picture::{Anchor, Picture, Shape, Text};
use super::real::pixel;
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, RGBColor, ShapeStyle, TextStyle};
use thiserror::Error;

/// A picture could not be drawn.
#[derive(Debug, Error)]
#[error("cannot draw a chart: {0}")]
pub struct ChartError(String);

/// The pixels of a PNG for each unit of a picture: sharp on slides and dense screens.
const PNG_SCALE: i32 = 2;
/// It is drawn so many times finer and reduced: the library puts letters on whole pixels only.
const FINER: i32 = 2;

impl Picture {
    /// The picture as a standalone SVG document.
    ///
    /// # Errors
    /// The drawing library refused a shape.
    pub fn to_svg(&self) -> Result<Vec<u8>, ChartError> {
        let mut svg = String::new();
        {
            let size = (self.width.unsigned_abs(), self.height.unsigned_abs());
            let mut brush = Brush { backend: SVGBackend::with_string(&mut svg, size), scale: 1, rise: 0.76 };
            brush.draw(self)?;
        }
        svg.push('\n');
        Ok(svg.into_bytes())
    }

    /// The picture as a PNG of twice its size.
    ///
    /// # Errors
    /// The drawing library refused a shape, or the image cannot be encoded.
    pub fn to_png(&self) -> Result<Vec<u8>, ChartError> {
        let scale = PNG_SCALE * FINER;
        let (width, height) = ((self.width * scale).unsigned_abs(), (self.height * scale).unsigned_abs());
        let bytes = usize::try_from(u64::from(width) * u64::from(height) * 3).map_err(failed)?;
        let mut fine = vec![0; bytes];
        {
            let backend = BitMapBackend::with_buffer(&mut fine, (width, height));
            let mut brush = Brush { backend, scale, rise: SIZE_PER_EM / 2.0 };
            brush.draw(self)?;
        }
        let pixels = halved(&fine, usize::try_from(width).map_err(failed)?);
        let (width, height) = (width / FINER.unsigned_abs(), height / FINER.unsigned_abs());
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_filter(png::FilterType::Up);
        encoder.set_compression(png::Compression::Best);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&pixels).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(out)
    }
}

/// The mean of every two by two pixels of an image that is `width` pixels wide.
fn halved(fine: &[u8], width: usize) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(fine.len() / 4);
    for rows in fine.chunks_exact(width * 6) {
        let (upper, lower) = rows.split_at(width * 3);
        for (upper, lower) in upper.chunks_exact(6).zip(lower.chunks_exact(6)) {
            for channel in 0..3 {
                let sum = [upper[channel], upper[channel + 3], lower[channel], lower[channel + 3]];
                let mean = sum.into_iter().map(u16::from).sum::<u16>().div_ceil(4);
                pixels.push(u8::try_from(mean).unwrap_or(u8::MAX));
            }
        }
    }
    pixels
}

/// A backend, and how a picture's units come to it.
struct Brush<B> {
    backend: B,
    /// Pixels for each unit.
    scale: i32,
    /// From the top at which the backend anchors a text to its baseline, in ems.
    rise: f64,
}

impl<B: DrawingBackend> Brush<B> {
    fn draw(&mut self, picture: &Picture) -> Result<(), ChartError> {
        let size = (picture.width * self.scale, picture.height * self.scale);
        self.backend.draw_rect((0, 0), size, &rgb(PAPER), true).map_err(failed)?;
        for shape in &picture.shapes {
            match shape {
                Shape::Rect { area, colour } => {
                    let (from, to) = (self.at((area.left, area.top)), self.at((area.right, area.bottom)));
                    self.backend.draw_rect(from, to, &rgb(*colour), true).map_err(failed)?;
                }
                Shape::Line { points, colour, width } => self.line(points, *colour, *width)?,
                Shape::Polygon { points, colour } => {
                    let corners: Vec<(i32, i32)> = points.iter().map(|&point| self.at(point)).collect();
                    self.backend.fill_polygon(corners, &rgb(*colour)).map_err(failed)?;
                }
                Shape::Disc { middle, radius, colour } => {
                    let radius = pixel(radius * f64::from(self.scale)).unsigned_abs();
                    let style = rgb(*colour);
                    self.backend.draw_circle(self.at(*middle), radius, &style, true).map_err(failed)?;
                }
                Shape::Text(text) => self.text(text)?,
            }
        }
        self.backend.present().map_err(failed)
    }

    fn line(&mut self, points: &[(f64, f64)], colour: Colour, width: u32) -> Result<(), ChartError> {
        let stroke_width = width * self.scale.unsigned_abs();
        let style = ShapeStyle { color: rgb(colour).to_rgba(), filled: false, stroke_width };
        let mut places: Vec<(i32, i32)> = points.iter().map(|&point| self.at(point)).collect();
        places.dedup();
        if self.scale == 1 {
            return self.backend.draw_path(places, &style).map_err(failed);
        }
        // The bitmap's joins lose corners of steps: each segment is drawn by itself, with square ends.
        let half = i32::try_from(stroke_width / 2).map_err(failed)?;
        for pair in places.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if from.0 == to.0 || from.1 == to.1 {
                let upper_left = (from.0.min(to.0) - half, from.1.min(to.1) - half);
                let lower_right = (from.0.max(to.0) + half, from.1.max(to.1) + half);
                self.backend.draw_rect(upper_left, lower_right, &rgb(colour), true).map_err(failed)?;
            } else {
                self.backend.draw_path([from, to], &style).map_err(failed)?;
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &Text) -> Result<(), ChartError> {
        let size = text.style.size * f64::from(self.scale);
        let horizontal = match text.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let colour = rgb(text.style.colour);
        let style = TextStyle::from(font::font(size, text.style.bold))
            .color(&colour)
            .pos(Pos::new(horizontal, VPos::Top));
        let scale = f64::from(self.scale);
        let place = (pixel(text.at.0 * scale), pixel(text.at.1 * scale - self.rise * size));
        self.backend.draw_text(&text.content, &style, place).map_err(failed)
    }

    fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        let scale = f64::from(self.scale);
        (pixel(x * scale), pixel(y * scale))
    }
}

const fn rgb(Colour(red, green, blue): Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

fn failed(error: impl std::fmt::Display) -> ChartError {
    ChartError(error.to_string())
}
