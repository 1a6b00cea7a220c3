//! Distances on the globe.

/// Mean radius of the earth in kilometres.
const EARTH: f64 = 6371.0;

/// Kilometres between two points given in degrees.
pub fn distance_km(lat: f64, lon: f64, other_lat: f64, other_lon: f64) -> f64 {
    let (a, b) = (lat.to_radians(), other_lat.to_radians());
    let half_lat = ((b - a) / 2.0).sin();
    let half_lon = ((other_lon - lon).to_radians() / 2.0).sin();
    let square = half_lat * half_lat + a.cos() * b.cos() * half_lon * half_lon;
    2.0 * EARTH * square.min(1.0).sqrt().asin()
}
